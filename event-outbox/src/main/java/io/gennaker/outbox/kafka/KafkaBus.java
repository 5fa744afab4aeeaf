package io.gennaker.outbox.kafka;

import io.gennaker.outbox.engine.Bus;
import io.gennaker.outbox.store.OutboxRow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Sends over the outgoing channel. Used by one thread.
///
/// The order of a key: a row is sent when the broker has the one before it. Keys go side by side. The channel tries a
/// failed record again by itself, after others that were sent later; with one row of a key under way at a time nothing
/// can overtake it, whatever is tried again and for how long.
public final class KafkaBus implements Bus {
    /// Less than the emitter buffers.
    private static final int KEYS_AT_ONCE = 64;

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
        var sending = new Sending();
        try {
            Uni.join()
                    .all(byKey(rows).stream().map(sending::inOrder).toList())
                    .usingConcurrencyOf(KEYS_AT_ONCE)
                    .andFailFast()
                    .subscribeAsCompletionStage()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the outbox could not be sent", e.getCause());
        }
        return sending.refused();
    }

    /// Rows of one topic and key, in order; each row without a key by itself.
    private static Collection<List<OutboxRow>> byKey(List<OutboxRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(KafkaBus::place, LinkedHashMap::new, Collectors.toList()))
                .values();
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

    /// One batch. After a failure nothing more of it is sent, but what is under way is waited for.
    private final class Sending {
        private final Map<Long, String> refused = new ConcurrentHashMap<>();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Uni<Void> inOrder(List<OutboxRow> rows) {
            return Multi.createFrom()
                    .iterable(rows)
                    .onItem()
                    .transformToUniAndConcatenate(this::send)
                    .onItem()
                    .ignoreAsUni();
        }

        private Uni<Void> send(OutboxRow row) {
            if (failure.get() != null) {
                return Uni.createFrom().voidItem();
            }
            return channels.outgoing().apply(record(row)).onFailure().recoverWithUni(cause -> {
                if (neverTaken(cause)) {
                    refused.put(row.id(), cause.toString());
                } else {
                    failure.compareAndSet(null, cause);
                }
                return Uni.createFrom().voidItem();
            });
        }

        /// Once all is done.
        Map<Long, String> refused() {
            var cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("Kafka did not store a record of the outbox", cause);
            }
            return refused;
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
