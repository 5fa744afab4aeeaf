package io.gennaker.outbox.kafka;

import io.gennaker.outbox.engine.Bus;
import io.gennaker.outbox.store.OutboxRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends to Kafka. Used by one thread.
///
/// The order of a key: one idempotent producer sends in order and never gives a record up for lack of time, so that
/// no record
/// overtakes one before it. On the first failure nothing more is sent, and the next batch begins with a new producer.
public final class KafkaBus implements Bus, AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final int METADATA_WITHIN_MILLIS = 10_000;
    private static final long BUFFER = 16L * 1024 * 1024;

    private final KafkaSettings settings;
    private final KafkaTopics topics;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    public KafkaBus(KafkaSettings settings, KafkaTopics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    @Override
    public Map<Long, String> send(List<OutboxRow> rows) throws InterruptedException {
        topics.ensure();
        try {
            return sendAll(rows, producer());
        } catch (InterruptException e) {
            close();
            // Kafka's exception has set the flag again; the plain one clears it by convention
            Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Map<Long, String> sendAll(List<OutboxRow> rows, KafkaProducer<byte[], byte[]> to)
            throws InterruptedException {
        awaitMetadata(rows, to);
        var refused = new HashMap<Long, String>();
        var sent = new ArrayList<Sent>();
        for (OutboxRow row : rows) {
            var last = new Sent(row.id(), to.send(record(row)));
            sent.add(last);
            if (last.future().isDone()) {
                last.await(refused);
            }
        }
        for (Sent each : sent) {
            each.await(refused);
        }
        return refused;
    }

    /// Before the first record is sent: a record that waits in vain for its topic would be overtaken by the next.
    private void awaitMetadata(List<OutboxRow> rows, KafkaProducer<byte[], byte[]> to) {
        rows.stream()
                .map(row -> settings.topicPrefix() + row.record().topic())
                .distinct()
                .forEach(to::partitionsFor);
    }

    private ProducerRecord<byte[], byte[]> record(OutboxRow row) {
        var record = new ProducerRecord<>(
                settings.topicPrefix() + row.record().topic(),
                row.record().key(),
                row.record().value());
        row.record().headers().forEach(header -> record.headers().add(header.name(), header.value()));
        return record;
    }

    private record Sent(long row, Future<RecordMetadata> future) {
        void await(Map<Long, String> refused) throws InterruptedException {
            try {
                future.get();
            } catch (ExecutionException e) {
                if (!neverTaken(e.getCause())) {
                    throw new IllegalStateException("Kafka did not store a record of the outbox", e.getCause());
                }
                refused.put(row, e.getCause().toString());
            }
        }

        private static boolean neverTaken(@Nullable Throwable failure) {
            return failure instanceof RecordTooLargeException
                    || failure instanceof RecordBatchTooLargeException
                    || failure instanceof InvalidRecordException;
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> own = Map.of(
                    ProducerConfig.CLIENT_ID_CONFIG,
                    "gennaker-" + settings.service() + "-relay",
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    Integer.MAX_VALUE,
                    ProducerConfig.LINGER_MS_CONFIG,
                    0,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    METADATA_WITHIN_MILLIS,
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    KafkaTopics.largestRecord(),
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    BUFFER);
            producer = new KafkaProducer<>(settings.with(own), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_WITHIN);
            producer = null;
        }
    }
}
