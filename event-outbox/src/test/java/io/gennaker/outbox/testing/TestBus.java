package io.gennaker.outbox.testing;

import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.kafka.KafkaSettings;
import io.gennaker.outbox.kafka.KafkaTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// The bus as seen by a test: publishes, and waits for what comes. Reads every topic from its beginning. For one
/// thread.
public final class TestBus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String prefix;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    public TestBus(String bootstrapServers, String prefix) {
        this.prefix = prefix;
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrapServers);
        var settings = new KafkaSettings("test", connection, prefix, 2, (short) 1, true, 100, Duration.ofSeconds(6));
        try {
            new KafkaTopics(settings).ensure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Map<String, Object> sending = new HashMap<>(connection);
        sending.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        sending.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4_000_000);
        producer = new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> receiving = new HashMap<>(connection);
        receiving.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        receiving.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(receiving, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(Arrays.stream(Topic.values())
                .flatMap(topic -> partitions(topic).stream())
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /// A broker says that a topic is made before it answers about it; until then it names no partitions.
    private List<TopicPartition> partitions(Topic topic) {
        return await("partitions of " + topic)
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> consumer.partitionsFor(prefix + topic.topicName()), found -> !found.isEmpty())
                .stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /// The bus of the running `@QuarkusTest`.
    public static TestBus ofQuarkusTest() {
        var configuration = ConfigProvider.getConfig();
        return new TestBus(
                configuration.getValue("kafka.bootstrap.servers", String.class),
                configuration.getValue("gennaker.topic-prefix", String.class));
    }

    /// Publishes a message under a new id, as from another service.
    public Envelope publish(Message message) {
        var envelope = new Envelope(
                UUID.randomUUID().toString(),
                "/test",
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                null,
                null,
                message);
        publish(envelope);
        return envelope;
    }

    public void publish(Envelope envelope) {
        var headers = MessageCodec.headers(envelope);
        publish(envelope.type().topic(), envelope.message().key(), headers, MessageCodec.value(envelope.message()));
    }

    /// Publishes anything.
    public void publish(Topic topic, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        var record = new ProducerRecord<>(
                prefix + topic.topicName(), key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("not published", e.getCause());
        }
    }

    /// Every record of a topic so far, in the order of each partition.
    public List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        poll();
        return records.stream()
                .filter(record -> record.topic().equals(prefix + topic.topicName()))
                .toList();
    }

    /// Every message of a topic so far; messages of one key are in order, repetitions included.
    public List<Envelope> messages(Topic topic) {
        return records(topic).stream()
                .flatMap(record -> readAll(record).stream())
                .toList();
    }

    /// The messages of one type so far.
    public <M extends Message> List<M> messages(Topic topic, Class<M> type) {
        return messages(topic).stream()
                .map(Envelope::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /// Waits for the first message of a type that fits.
    public <M extends Message> M awaitMessage(Topic topic, Class<M> type, Predicate<? super M> fits) {
        return await("a " + type.getName() + " on " + topic)
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> messages(topic, type).stream().filter(fits).toList(), found -> !found.isEmpty())
                .getFirst();
    }

    public <M extends Message> M awaitMessage(Topic topic, Class<M> type) {
        return awaitMessage(topic, type, _ -> true);
    }

    /// Waits until a topic has so many records.
    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(Topic topic, int count) {
        return await(count + " records on " + topic)
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> records(topic), found -> found.size() >= count);
    }

    /// Value of a record's header, or null.
    public static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    public static Envelope read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return MessageCodec.read(headers(record), record.value());
        } catch (MalformedMessage e) {
            throw new IllegalStateException(record + " is no message", e);
        }
    }

    /// The messages of a record: one, or several of one key.
    private static List<Envelope> readAll(ConsumerRecord<byte[], byte[]> record) {
        try {
            return MessageCodec.readAll(headers(record), record.value());
        } catch (MalformedMessage e) {
            throw new IllegalStateException(record + " holds no messages", e);
        }
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    /// Reads all that is there by now.
    private void poll() {
        var ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
