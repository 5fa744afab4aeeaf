package io.gennaker.outbox.kafka;

import io.gennaker.contracts.Topic;
import io.gennaker.outbox.engine.Bus;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Refusal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
/// The order of a key: a record is sent when the broker has the one before it. So records go in waves, the first of
/// every key, then the second, and so on; a wave is few requests, however many keys it has. Whatever the client tries
/// again by itself and for how long, nothing of the same key can overtake it.
///
/// The facts for outsiders, each a record ([Topic#CDEVENTS]), all go together with the first wave: so what comes next
/// waits for one answer of the broker, not for two. The client keeps their order, unless it gives one up and the broker
/// then takes the next.
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
    public List<Refusal> send(List<BusRecord> records) throws InterruptedException {
        topics.ensure();
        var producer = channels.producer().get();
        var refused = new ArrayList<Refusal>();
        for (List<BusRecord> wave : waves(records)) {
            refused.addAll(sendWave(wave, producer));
        }
        return refused;
    }

    private record Place(String topic, ByteBuffer key) {}

    /// Those without a key have no order: they go with the first.
    private static List<List<BusRecord>> waves(List<BusRecord> records) {
        var waves = new ArrayList<List<BusRecord>>();
        var before = new HashMap<Place, Integer>();
        for (BusRecord record : records) {
            int wave = record.key() == null || record.topic().equals(Topic.CDEVENTS.topicName())
                    ? 0
                    : before.merge(new Place(record.topic(), ByteBuffer.wrap(record.key())), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(record);
        }
        return waves;
    }

    /// Returns when the broker has all; after a failure nothing more is sent, but what is under way is waited for.
    private List<Refusal> sendWave(List<BusRecord> records, Producer<byte[], byte[]> producer)
            throws InterruptedException {
        var underWay = new ArrayList<Future<RecordMetadata>>();
        for (BusRecord record : records) {
            var sending = producer.send(forClient(record));
            underWay.add(sending);
            // at once only when the client cannot even take it: so it would be with all others
            if (sending.state() == Future.State.FAILED && !neverTaken(sending.exceptionNow())) {
                break;
            }
        }
        producer.flush();
        var refused = new ArrayList<Refusal>();
        Throwable failure = null;
        for (int i = 0; i < underWay.size(); i++) {
            Throwable cause = failureOf(underWay.get(i));
            if (neverTaken(cause)) {
                refused.add(new Refusal(records.get(i), String.valueOf(cause)));
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

    private ProducerRecord<byte[], byte[]> forClient(BusRecord record) {
        var sent = new ProducerRecord<>(settings.topicPrefix() + record.topic(), record.key(), record.value());
        record.headers().forEach(header -> sent.headers().add(header.name(), header.value()));
        return sent;
    }
}
