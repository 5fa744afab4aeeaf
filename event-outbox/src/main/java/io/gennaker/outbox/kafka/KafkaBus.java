package io.gennaker.outbox.kafka;

import io.gennaker.outbox.engine.Bus;
import io.gennaker.outbox.store.OutboxRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Sends by the client under the outgoing channel. Used by one thread.
///
/// The order of a key: a row is sent when the broker has the one before it. So rows go in waves, the first of every
/// key, then the second, and so on; a wave is few requests, however many keys it has. Whatever the client tries
/// again by
/// itself and for how long, nothing of the same key can overtake it.
public final class KafkaBus implements Bus {
    private final KafkaSettings settings;
    private final KafkaTopics topics;
    private final KafkaChannels channels;

    public KafkaBus(KafkaSettings settings, KafkaTopics topics, KafkaChannels channels) {
        this.settings = settings;
        this.topics = topics;
        this.channels = channels;
    }

    @Override
    public Map<Long, String> send(List<OutboxRow> rows) throws InterruptedException {
        topics.ensure();
        var producer = channels.producer().get();
        var refused = new HashMap<Long, String>();
        for (List<OutboxRow> wave : waves(rows)) {
            refused.putAll(sendWave(wave, producer));
        }
        return refused;
    }

    private static List<List<OutboxRow>> waves(List<OutboxRow> rows) {
        var waves = new ArrayList<List<OutboxRow>>();
        var before = new HashMap<Place, Integer>();
        for (OutboxRow row : rows) {
            int wave = before.merge(place(row), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(row);
        }
        return waves;
    }

    private sealed interface Place {
        record OfKey(String topic, ByteBuffer key) implements Place {}

        record OfRow(long id) implements Place {}
    }

    private static Place place(OutboxRow row) {
        byte[] key = row.record().key();
        return key == null
                ? new Place.OfRow(row.id())
                : new Place.OfKey(row.record().topic(), ByteBuffer.wrap(key));
    }

    /// Returns when the broker has all; after a failure nothing more is sent, but what is under way is waited for.
    private Map<Long, String> sendWave(List<OutboxRow> rows, Producer<byte[], byte[]> producer)
            throws InterruptedException {
        var underWay = new ArrayList<Future<RecordMetadata>>();
        for (OutboxRow row : rows) {
            var sending = producer.send(record(row));
            underWay.add(sending);
            // at once only when the client cannot even take it: so it would be with all others
            if (sending.state() == Future.State.FAILED && !neverTaken(sending.exceptionNow())) {
                break;
            }
        }
        producer.flush();
        var refused = new HashMap<Long, String>();
        Throwable failure = null;
        for (int i = 0; i < underWay.size(); i++) {
            Throwable cause = failureOf(underWay.get(i));
            if (neverTaken(cause)) {
                refused.put(rows.get(i).id(), String.valueOf(cause));
            } else if (failure == null) {
                failure = cause;
            }
        }
        if (failure != null) {
            throw new IllegalStateException("Kafka did not store a record of the outbox", failure);
        }
        return refused;
    }

    private static @Nullable Throwable failureOf(Future<RecordMetadata> sending) throws InterruptedException {
        try {
            sending.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static boolean neverTaken(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException;
    }

    private ProducerRecord<byte[], byte[]> record(OutboxRow row) {
        var record = new ProducerRecord<>(
                settings.topicPrefix() + row.record().topic(),
                row.record().key(),
                row.record().value());
        row.record().headers().forEach(header -> record.headers().add(header.name(), header.value()));
        return record;
    }
}
