package io.gennaker.outbox.kafka;

import io.gennaker.contracts.Topic;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.engine.BatchProcessor;
import io.gennaker.outbox.engine.Received;
import io.gennaker.outbox.store.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Polls the topics of the service and hands each batch to the processor; offsets are committed after it returns.
///
/// One thread does both. While the processor waits (the database is away, a message is tried again) it goes on polling
/// with its partitions paused, and so stays a member of the group for as long as it takes.
public final class KafkaInput {
    private static final Logger LOG = Logger.getLogger(KafkaInput.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_PAUSED = Duration.ofMillis(100);
    private static final Duration COMMIT_WITHIN = Duration.ofSeconds(5);
    /// Bounds memory: what the client fetches ahead.
    private static final int FETCH_AHEAD = 8 * 1024 * 1024;
    private static final int HEARTBEATS_PER_SESSION = 3;

    private final KafkaSettings settings;
    private final KafkaTopics topics;
    private final Set<Topic> subscribed;
    private final BatchProcessor processor;
    private final InputGauges gauges = new InputGauges();
    private volatile boolean ending;

    public KafkaInput(KafkaSettings settings, KafkaTopics topics, Set<Topic> subscribed, BatchProcessor processor) {
        this.settings = settings;
        this.topics = topics;
        this.subscribed = Set.copyOf(subscribed);
        this.processor = processor;
    }

    public InputGauges gauges() {
        return gauges;
    }

    /// Consumes until [#end]. Throws when the consumer is beyond repair: call again for a new one, nothing is lost.
    public Duration consume() throws InterruptedException {
        topics.ensure();
        try (var consumer = new KafkaConsumer<>(
                settings.with(properties()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            new Session(consumer).run();
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        } finally {
            gauges.disconnected();
        }
        return Duration.ZERO;
    }

    /// Asks [#consume] to return when the batch in hand is done.
    public void end() {
        ending = true;
    }

    private Map<String, Object> properties() {
        int session = Math.toIntExact(settings.sessionTimeout().toMillis());
        return Map.ofEntries(
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "gennaker-" + settings.service()),
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "gennaker-" + settings.service()),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch()),
                Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_AHEAD),
                Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session),
                Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / HEARTBEATS_PER_SESSION),
                Map.entry(
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(CooperativeStickyAssignor.class)));
    }

    /// One consumer's life.
    private final class Session implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();
        private boolean waiting;

        Session(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        void run() throws InterruptedException {
            consumer.subscribe(subscribed.stream().map(topics::name).toList(), this);
            while (!ending) {
                var records = consumer.poll(POLL);
                gauges.update(consumer);
                if (!records.isEmpty() && !handle(records)) {
                    return;
                }
            }
            commit(handled);
        }

        /// @return false when the service ends before the batch is done
        private boolean handle(ConsumerRecords<byte[], byte[]> records) {
            var batch = new ArrayList<Received>();
            records.forEach(record -> batch.add(received(record)));
            try {
                processor.process(batch, this::await);
            } catch (InterruptedException _) {
                return false;
            }
            CrashPoints.reached("batch-handled");
            handled.putAll(records.nextOffsets());
            handled.keySet().retainAll(consumer.assignment());
            consumer.commitAsync(Map.copyOf(handled), this::committed);
            return true;
        }

        private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
            if (failure != null) {
                LOG.debugf("Offsets not committed, messages may come again and be ignored cause=%s", failure);
            }
        }

        private void await(Duration wait) throws InterruptedException {
            long deadline = System.nanoTime() + wait.toNanos();
            waiting = true;
            consumer.pause(consumer.assignment());
            try {
                while (System.nanoTime() - deadline < 0) {
                    if (ending) {
                        throw new InterruptedException("the service ends");
                    }
                    if (!consumer.poll(POLL_PAUSED).isEmpty()) {
                        throw new IllegalStateException("records came from paused partitions");
                    }
                    gauges.update(consumer);
                }
            } finally {
                waiting = false;
                consumer.resume(consumer.paused());
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.infof("Partitions assigned partitions=%s", partitions);
            if (waiting) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            LOG.infof("Partitions given away partitions=%s", partitions);
            commit(handled.entrySet().stream()
                    .filter(offset -> partitions.contains(offset.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            handled.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.infof("Partitions lost partitions=%s", partitions);
            handled.keySet().removeAll(partitions);
        }

        private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (offsets.isEmpty()) {
                return;
            }
            try {
                consumer.commitSync(offsets, COMMIT_WITHIN);
            } catch (WakeupException | InterruptException stop) {
                throw stop;
            } catch (KafkaException e) {
                committed(offsets, e);
            }
        }
    }

    private static Received received(ConsumerRecord<byte[], byte[]> record) {
        return new Received(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                StreamSupport.stream(record.headers().spliterator(), false)
                        .map(header -> new Header(header.key(), header.value() == null ? new byte[0] : header.value()))
                        .toList(),
                record.value());
    }
}
