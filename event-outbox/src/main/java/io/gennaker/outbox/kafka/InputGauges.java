package io.gennaker.outbox.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/// What is known of the input: written by the threads that poll and handle, read by readiness and metrics.
public final class InputGauges {
    private volatile boolean consuming;
    private volatile boolean joined;
    private volatile boolean connected;
    private volatile int assigned;
    private volatile Map<String, Long> lagByTopic = Map.of();
    /// The offset after what was handled. The client's own position is ahead of it by what waits in the channel.
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();

    /// Whether this replica handles messages, is a member of its group and has a connection to the broker.
    public boolean ready() {
        return consuming && joined && connected;
    }

    public boolean connected() {
        return connected;
    }

    /// Number of partitions that this replica reads; zero is well where there are more replicas than partitions.
    public int assigned() {
        return assigned;
    }

    /// Messages not yet handled, by full topic name, of the partitions that this replica reads.
    public Map<String, Long> lagByTopic() {
        return lagByTopic;
    }

    boolean consuming() {
        return consuming;
    }

    void consuming(boolean now) {
        consuming = now;
    }

    void handled(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            next.put(partition, records.records(partition).getLast().offset() + 1);
        }
    }

    void update(Consumer<byte[], byte[]> consumer) {
        joined = consumer.groupMetadata().generationId() >= 0;
        connected = connections(consumer) > 0;
        var assignment = consumer.assignment();
        assigned = assignment.size();
        next.keySet().retainAll(assignment);
        var lag = new HashMap<String, Long>();
        for (TopicPartition partition : assignment) {
            consumer.currentLag(partition).ifPresent(ahead -> {
                long position = consumer.position(partition);
                long from = next.computeIfAbsent(partition, _ -> position);
                lag.merge(partition.topic(), Math.max(0, position + ahead - from), Long::sum);
            });
        }
        lagByTopic = Map.copyOf(lag);
    }

    void disconnected() {
        joined = false;
        connected = false;
        assigned = 0;
        lagByTopic = Map.of();
    }

    private static double connections(Consumer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count"))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .sum();
    }
}
