package io.gennaker.trigger.kafka;

import io.gennaker.contracts.TriggerEvent;
import io.gennaker.trigger.matching.Intake;
import io.gennaker.trigger.source.SubscriptionMessage;
import io.gennaker.trigger.source.UnreadableCall;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads topics that are not Gennaker's: each record is an event, its place in the topic its id. A record's offset is
/// committed after its event is kept. Apart from the bus, whose records are Gennaker's messages and nothing else.
@ApplicationScoped
public class UserTopics {
    private static final Logger LOG = Logger.getLogger(UserTopics.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    /// Also of a partition that is added later, nothing is missed until it is seen.
    private static final Duration READ_BACK = Duration.ofMinutes(10);
    private static final Duration SEE_PARTITIONS_WITHIN = Duration.ofSeconds(30);
    private static final int LONGEST_HEADER = 1_000;

    private final Map<String, String> names = new TreeMap<>();
    private final Map<String, Object> broker;
    private final Intake intake;
    private final Duration readBack;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private @Nullable Thread reader;

    @Inject
    UserTopics(UserTopicsConfig config, @Identifier("default-kafka-broker") Map<String, Object> broker, Intake intake) {
        this(config, broker, intake, READ_BACK);
    }

    /// @param readBack how old records are at most that are read from a partition at first
    UserTopics(UserTopicsConfig config, Map<String, Object> broker, Intake intake, Duration readBack) {
        config.all().forEach((name, topic) -> names.put(topic.topic(), name));
        this.broker = Map.copyOf(broker);
        this.intake = intake;
        this.readBack = readBack;
    }

    void start(@Observes StartupEvent event) {
        if (!names.isEmpty()) {
            reader = Thread.ofPlatform().daemon().name("user-topics").start(this::read);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        Thread running = reader;
        if (running != null) {
            try {
                running.join(STOP_WITHIN);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void read() {
        while (!stopping) {
            try (var open = new KafkaConsumer<byte[], byte[]>(settings())) {
                consumer = open;
                open.subscribe(names.keySet(), new Beginnings(open, readBack));
                while (!stopping) {
                    take(open, open.poll(POLL));
                }
            } catch (WakeupException ended) {
                LOG.debug("user topics end");
            } catch (RuntimeException failed) {
                LOG.warnf("topics not read, trying again topics=%s reason=\"%s\"", names.keySet(), failed);
                pause();
            }
        }
    }

    /// Where a partition is read from at first is committed before its first record is taken: however long that
    /// one cannot be kept, the reading goes on there.
    private record Beginnings(KafkaConsumer<byte[], byte[]> consumer, Duration readBack)
            implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
            List<TopicPartition> fresh = assigned.stream()
                    .filter(partition -> committed.get(partition) == null)
                    .toList();
            if (!fresh.isEmpty()) {
                consumer.commitSync(beginnings(fresh));
            }
        }

        /// The ends are asked for first: what comes meanwhile lies behind them.
        private Map<TopicPartition, OffsetAndMetadata> beginnings(List<TopicPartition> fresh) {
            long from = Instant.now().minus(readBack).toEpochMilli();
            Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
            Map<TopicPartition, OffsetAndTimestamp> young =
                    consumer.offsetsForTimes(fresh.stream().collect(Collectors.toMap(Function.identity(), _ -> from)));
            var beginnings = new HashMap<>(ends);
            young.forEach((partition, first) -> {
                if (first != null) {
                    beginnings.put(partition, first.offset());
                }
            });
            return beginnings.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            // each record's offset was committed when it was taken
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException ended) {
            stopping = true;
        }
    }

    /// A record whose event cannot be kept stops the reading, which goes on there later.
    private void take(KafkaConsumer<byte[], byte[]> open, ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record);
            open.commitSync(Map.of(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1)));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String source = "kafka:" + names.get(record.topic());
        String id = record.topic() + "/" + record.partition() + "/" + record.offset();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        try {
            TriggerEvent event = SubscriptionMessage.read(
                    source,
                    id,
                    new String(value, StandardCharsets.UTF_8),
                    attributes(record),
                    Instant.ofEpochMilli(record.timestamp()));
            intake.take(event);
        } catch (UnreadableCall unreadable) {
            LOG.warnf("record is no event source=%s id=%s reason=\"%s\"", source, id, unreadable.reason());
        }
    }

    private static Map<String, String> attributes(ConsumerRecord<byte[], byte[]> record) {
        var attributes = new TreeMap<String, String>();
        if (record.key() != null) {
            attributes.put("key", text(record.key()));
        }
        for (Header header : record.headers()) {
            if (header.value() != null) {
                attributes.put(header.key(), text(header.value()));
            }
        }
        return attributes;
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(LONGEST_HEADER, text.length()));
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "gennaker-trigger-topics");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gennaker-trigger-topics");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Of what was removed before it was read: where to begin at first says Beginnings.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, Math.toIntExact(SEE_PARTITIONS_WITHIN.toMillis()));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }
}
