package io.gennaker.playground.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gennaker.playground.platform.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
    @TempDir
    Path folder;

    private final int port = FreePorts.next();
    private final int controllerPort = FreePorts.next();
    private final List<Process> brokers = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (var broker : brokers) {
            broker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldKeepWhatItAcknowledgedWhenKilled() throws Exception {
        // Given
        var first = start();
        makeTopic("facts");
        send("one");
        first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        // When
        var second = start();
        send("two");

        // Then
        assertThat(read(2)).containsExactly("one", "two");
        second.destroy();
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).as("ends when told to").isTrue();
    }

    @Test
    void shouldNotMakeATopicThatNobodyAskedFor() throws Exception {
        // Given
        start();

        // When
        var sending = assertThatThrownBy(() -> send("one"));

        // Then
        sending.hasCauseInstanceOf(TimeoutException.class).hasMessageContaining("facts");
        try (var admin = Admin.create(connection())) {
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    private void makeTopic(String name) throws Exception {
        try (var admin = Admin.create(connection())) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private Map<String, Object> connection() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + port);
    }

    private Process start() throws IOException {
        var log = folder.resolve("broker-" + brokers.size() + ".log");
        var broker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        Integer.toString(port),
                        "--controller-port",
                        Integer.toString(controllerPort))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        brokers.add(broker);
        await().atMost(Duration.ofSeconds(60))
                .failFast("the broker ended: " + log, () -> !broker.isAlive())
                .until(() -> Files.readString(log).contains("Kafka broker ready"));
        return broker;
    }

    private void send(String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + port, "acks", "all", "max.block.ms", "3000"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("facts", 0, "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private List<String> read(int count) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + port, "group.id", "test", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("facts"));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> values.add(message.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
