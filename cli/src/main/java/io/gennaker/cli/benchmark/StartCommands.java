package io.gennaker.cli.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.benchmark.engine.BenchBus;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Notes when each start command arrives on the bus.
final class StartCommands implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration AWAIT = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Long> arrivedAt = new ConcurrentHashMap<>();
    private final Thread reader;

    private StartCommands(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.reader = Thread.ofPlatform().daemon().name("start-commands").start(this::read);
    }

    static StartCommands of(String bootstrapServers, String prefix) {
        var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
        String topic = prefix + Topic.EXECUTION_COMMANDS.topicName();
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return new StartCommands(consumer);
    }

    private void read() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    long now = System.nanoTime();
                    for (PackedMessages.Single message : BenchBus.messages(record)) {
                        JsonNode command = ConsoleClient.json().readTree(message.value());
                        arrivedAt.putIfAbsent(command.at("/trigger/eventId").asText(), now);
                    }
                }
            }
        } catch (WakeupException ended) {
            consumer.close();
        } catch (IOException malformed) {
            throw new IllegalStateException("a command is no JSON", malformed);
        }
    }

    void forget() {
        arrivedAt.clear();
    }

    /// Waits for the commands of all events.
    ///
    /// @return how long each took, in milliseconds
    double[] await(Map<String, Long> calledAt) throws InterruptedException {
        long end = System.nanoTime() + AWAIT.toNanos();
        while (!arrivedAt.keySet().containsAll(calledAt.keySet())) {
            if (System.nanoTime() > end) {
                throw new CliFailure(ExitCode.TIMEOUT, "not every event led to a start command in " + AWAIT);
            }
            Thread.sleep(POLL);
        }
        return calledAt.entrySet().stream()
                .mapToDouble(called -> (arrived(called.getKey()) - called.getValue()) / 1e6)
                .toArray();
    }

    private long arrived(String event) {
        return Objects.requireNonNull(arrivedAt.get(event));
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        reader.join();
    }
}
