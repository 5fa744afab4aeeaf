package io.gennaker.contracts.asyncapi;

import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/// What each service may do at the broker, as users of the Strimzi operator: it writes and reads what the table of
/// messages says, and nothing else.
public final class KafkaUsers {
    private static final String HEAD = """
            # For the Strimzi operator: one user for each service, that may do what the table of messages says and no more (docs/adr/0015).
            # Made from event-contracts (Participants), as GeneratedFilesTest says; not to be edited.
            """;
    private static final String USER = """
            ---
            apiVersion: kafka.strimzi.io/v1beta2
            kind: KafkaUser
            metadata:
              name: gennaker-%s
              labels:
                strimzi.io/cluster: gennaker
            spec:
              authentication:
                type: scram-sha-512
              authorization:
                type: simple
                acls:
            """;
    private static final String RULE = """
                  - resource: {type: %s, name: %s, patternType: %s}
                    operations: [%s]
            """;

    private KafkaUsers() {}

    public static String text() {
        var text = new StringBuilder(HEAD);
        for (Service service : Service.values()) {
            text.append(USER.formatted(service.word()));
            // Whoever comes first makes the topics that are missing.
            rule(text, "topic", "gennaker.", "prefix", "Create, Describe");
            rule(text, "group", "gennaker-" + service.word(), "prefix", "Read, Describe");
            for (Topic topic : Topic.values()) {
                boolean reads = reads(service).contains(topic);
                boolean writes = writes(service).contains(topic);
                if (reads || writes) {
                    String operations = (reads ? "Read" : "") + (reads && writes ? ", " : "") + (writes ? "Write" : "");
                    rule(text, "topic", topic.topicName(), "literal", operations);
                }
            }
        }
        return text.toString();
    }

    private static void rule(StringBuilder text, String type, String name, String pattern, String operations) {
        text.append(RULE.formatted(type, name, pattern, operations));
    }

    private static Set<Topic> reads(Service service) {
        Set<Topic> topics = topics(type -> Participants.of(type).readers().contains(service));
        if (service == Service.CONSOLE) {
            topics.add(Topic.DEAD_LETTERS);
        }
        return topics;
    }

    /// The console puts dead letters back to where they came from.
    private static Set<Topic> writes(Service service) {
        Set<Topic> topics = topics(type -> Participants.of(type).writers().contains(service)
                || service == Service.CONSOLE
                        && !Participants.of(type).readers().isEmpty());
        topics.add(Topic.DEAD_LETTERS);
        return topics;
    }

    private static Set<Topic> topics(Predicate<MessageType> which) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        Arrays.stream(MessageType.values())
                .filter(which)
                .map(MessageType::topic)
                .forEach(topics::add);
        return topics;
    }
}
