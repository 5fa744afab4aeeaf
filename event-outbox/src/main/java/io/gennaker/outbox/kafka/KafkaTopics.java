package io.gennaker.outbox.kafka;

import io.gennaker.contracts.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/// Makes the topics that are missing. What is there is left as it is.
public final class KafkaTopics {
    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);
    private static final int ANSWER_WITHIN_MILLIS = 10_000;
    /// A dead letter is the record as received and a few headers: it must fit where the record did. The outgoing
    /// channel's `max.request.size` is the same.
    private static final int LARGEST_DEAD_LETTER = 2 * 1024 * 1024;
    private static final Duration KEEP_DEAD_LETTERS = Duration.ofDays(30);

    private final KafkaSettings settings;
    private boolean ensured;

    public KafkaTopics(KafkaSettings settings) {
        this.settings = settings;
    }

    /// Makes what is missing, once per process.
    ///
    /// @throws IllegalStateException when the broker is away or refuses; calling again tries again
    public synchronized void ensure() throws InterruptedException {
        if (ensured || !settings.createTopics()) {
            return;
        }
        Map<String, Object> own = Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                "gennaker-" + settings.service() + "-topics",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_WITHIN_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_WITHIN_MILLIS);
        try (var admin = Admin.create(settings.with(own))) {
            var existing = admin.listTopics().names().get();
            create(
                    admin,
                    Arrays.stream(Topic.values())
                            .filter(topic -> !existing.contains(settings.name(topic)))
                            .map(this::definition)
                            .toList());
            ensured = true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics could not be looked up or made", e.getCause());
        }
    }

    private static void create(Admin admin, List<NewTopic> missing) throws InterruptedException, ExecutionException {
        for (var made : admin.createTopics(missing).values().entrySet()) {
            try {
                made.getValue().get();
                LOG.infof("Topic made topic=%s", made.getKey());
            } catch (ExecutionException e) {
                // another service was faster
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic definition(Topic topic) {
        var configuration = new HashMap<String, String>();
        if (topic.isCompacted()) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        if (topic == Topic.DEAD_LETTERS) {
            configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_DEAD_LETTER));
            configuration.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(KEEP_DEAD_LETTERS.toMillis()));
        }
        return new NewTopic(settings.name(topic), settings.partitions(), settings.replication()).configs(configuration);
    }
}
