package io.gennaker.outbox.kafka;

import io.gennaker.contracts.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// How the bus is reached.
///
/// @param service name of the service: names the consumer group and the clients
/// @param connection client properties: `bootstrap.servers` and, where the broker asks for them, those of security
/// @param topicPrefix put before each topic's name
/// @param partitions of topics that are made
/// @param replication of topics that are made
/// @param createTopics whether topics are made where they are missing
/// @param batch largest number of messages that are handled in one transaction
/// @param sessionTimeout after which the partitions of a silent replica go to another
public record KafkaSettings(
        String service,
        Map<String, Object> connection,
        String topicPrefix,
        int partitions,
        short replication,
        boolean createTopics,
        int batch,
        Duration sessionTimeout) {
    private static final int RECONNECT_AT_MOST_EVERY_MILLIS = 3000;
    private static final int HEARTBEATS_PER_SESSION = 3;

    public KafkaSettings {
        connection = Map.copyOf(connection);
        if (partitions < 1 || replication < 1 || batch < 1) {
            throw new IllegalArgumentException("partitions " + partitions + ", replication " + replication + ", batch "
                    + batch + "; each must be 1 or more");
        }
    }

    /// What the incoming channel cannot know from a file: by name of its attribute.
    public Map<String, Object> incomingChannel(Set<Topic> topics) {
        long session = sessionTimeout.toMillis();
        return with(Map.of(
                "topics",
                topics.stream().map(this::name).sorted().collect(Collectors.joining(",")),
                ConsumerConfig.CLIENT_ID_CONFIG,
                "gennaker-" + service,
                ConsumerConfig.GROUP_ID_CONFIG,
                "gennaker-" + service,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Integer.toString(batch),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                Long.toString(session),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Long.toString(session / HEARTBEATS_PER_SESSION)));
    }

    /// What the outgoing channel cannot know from a file: by name of its attribute.
    public Map<String, Object> outgoingChannel() {
        return with(Map.of(ProducerConfig.CLIENT_ID_CONFIG, "gennaker-" + service + "-relay"));
    }

    /// Full name of a topic.
    String name(Topic topic) {
        return topicPrefix + topic.topicName();
    }

    /// Client properties with those of one client on top.
    Map<String, Object> with(Map<String, Object> own) {
        var properties = new HashMap<String, Object>();
        // a broker that is away is complained about less often
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_AT_MOST_EVERY_MILLIS);
        properties.putAll(connection);
        properties.putAll(own);
        return properties;
    }
}
