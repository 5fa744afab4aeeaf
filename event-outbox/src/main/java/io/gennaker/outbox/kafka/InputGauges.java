package io.gennaker.outbox.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/// What is known of the input: written by the thread that polls, read by readiness and metrics.
public final class InputGauges {
    private volatile boolean joined;
    private volatile boolean connected;
    private volatile int assigned;
    private volatile Map<String, Long> lagByTopic = Map.of();

    /// Whether this replica is a member of its group and has a connection to the broker.
    public boolean ready() {
        return joined && connected;
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

    void update(KafkaConsumer<byte[], byte[]> consumer) {
        joined = consumer.groupMetadata().generationId() >= 0;
        connected = connections(consumer) > 0;
        var assignment = consumer.assignment();
        assigned = assignment.size();
        var lag = new HashMap<String, Long>();
        for (TopicPartition partition : assignment) {
            consumer.currentLag(partition).ifPresent(messages -> lag.merge(partition.topic(), messages, Long::sum));
        }
        lagByTopic = Map.copyOf(lag);
    }

    void disconnected() {
        joined = false;
        connected = false;
        assigned = 0;
        lagByTopic = Map.of();
    }

    private static double connections(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count"))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .sum();
    }
}
