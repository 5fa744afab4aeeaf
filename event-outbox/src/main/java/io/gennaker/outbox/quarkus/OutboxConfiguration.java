package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.OperationSettings;
import io.gennaker.outbox.kafka.KafkaSettings;
import io.gennaker.outbox.runtime.OutboxSettings;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Reads the configuration of a service into settings.
@Dependent
class OutboxConfiguration {
    /// The module of a service is called `orchestrator-service`; on the bus it is `orchestrator`.
    private static final String SUFFIX = "-service";

    private final ConsumerConfiguration consumer;
    private final OperationsConfiguration operations;
    private final TopicsConfiguration topics;
    private final InboxConfiguration inbox;
    private final Map<String, Object> connection;
    private final String topicPrefix;
    private final String application;

    @Inject
    OutboxConfiguration(
            ConsumerConfiguration consumer,
            OperationsConfiguration operations,
            TopicsConfiguration topics,
            InboxConfiguration inbox,
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            @ConfigProperty(name = "gennaker.topic-prefix") Optional<String> topicPrefix,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.consumer = consumer;
        this.operations = operations;
        this.topics = topics;
        this.inbox = inbox;
        this.connection = connection;
        this.topicPrefix = topicPrefix.orElse("");
        this.application = application;
    }

    OutboxSettings settings() {
        return new OutboxSettings(
                kafka(),
                consumer.attempts(),
                new Backoff(consumer.backoff(), consumer.longestBackoff()),
                new OperationSettings(
                        operations.concurrency(),
                        operations.lease(),
                        new Backoff(operations.backoff(), operations.longestBackoff())),
                inbox.retention(),
                operations.retention());
    }

    KafkaSettings kafka() {
        var properties = new HashMap<>(connection);
        // Quarkus puts the application's name there; the group is ours to name, and no other client has one
        properties.remove("group.id");
        return new KafkaSettings(
                service(),
                properties,
                topicPrefix,
                topics.partitions(),
                topics.replication(),
                topics.create(),
                consumer.batch(),
                consumer.sessionTimeout());
    }

    private String service() {
        return application.endsWith(SUFFIX)
                ? application.substring(0, application.length() - SUFFIX.length())
                : application;
    }
}
