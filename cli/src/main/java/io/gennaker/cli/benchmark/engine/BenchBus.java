package io.gennaker.cli.benchmark.engine;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes and reads the bus as a service does: acks=all, idempotent, what belongs together in few requests; every
/// record is read by the contracts' codec.
public final class BenchBus implements AutoCloseable {
    private static final String SOURCE = "/bench";

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final AtomicLong sent = new AtomicLong();

    public BenchBus(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "linger.ms",
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void publish(Message message, @Nullable String cause) {
        var envelope = new Envelope(run + "-" + sent.incrementAndGet(), SOURCE, Instant.now(), cause, null, message);
        var record = new ProducerRecord<>(
                MessageType.of(message).topic().topicName(),
                message.key().getBytes(StandardCharsets.UTF_8),
                MessageCodec.value(message));
        MessageCodec.headers(envelope)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    /// Sends at once what was published and waits for the broker, as the relay of a service does after each batch.
    public void flush() {
        producer.flush();
    }

    /// Reads what comes from now on; not thread-safe.
    public KafkaConsumer<byte[], byte[]> reader(Topic topic) {
        var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "allow.auto.create.topics", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    static boolean is(MessageType type, PackedMessages.Single message) {
        return type.type().equals(message.headers().get("ce_type"));
    }

    /// The messages of a record, not yet read: most are not looked at.
    public static List<PackedMessages.Single> messages(ConsumerRecord<byte[], byte[]> record) {
        var headers = headers(record);
        if (!PackedMessages.isPacked(headers)) {
            return List.of(new PackedMessages.Single(headers, record.value()));
        }
        try {
            return PackedMessages.unpack(record.value());
        } catch (MalformedMessage malformed) {
            throw new IllegalStateException("unreadable record on " + record.topic(), malformed);
        }
    }

    public static Envelope read(PackedMessages.Single message) {
        try {
            return MessageCodec.read(message.headers(), message.value());
        } catch (MalformedMessage malformed) {
            throw new IllegalStateException("unreadable message " + message.headers(), malformed);
        }
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new HashMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
