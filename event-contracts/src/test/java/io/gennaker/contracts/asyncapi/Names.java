package io.gennaker.contracts.asyncapi;

import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.schema.Descriptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Names and words that several generated documents share.
final class Names {
    private static final Descriptions DESCRIPTIONS = new Descriptions();

    private Names() {}

    static String of(MessageType type) {
        return pascal(type.name());
    }

    static String of(Topic topic) {
        String pascal = pascal(topic.name());
        return Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
    }

    /// What the record's comment says first.
    static String meaning(MessageType type) {
        String text = DESCRIPTIONS
                .of(type.record())
                .orElseThrow(() -> new IllegalStateException(type.record() + " has no documentation comment"));
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    /// Key of the record: what keeps its order.
    static String key(MessageType type) {
        return switch (type.topic()) {
            case TRIGGERS -> "source";
            case TRIGGER_COMMANDS, TRIGGER_OUTCOMES -> "event";
            case DEFINITION_COMMANDS, IMAGE_COMMANDS -> "kind/name";
            case DEFINITIONS -> type == MessageType.TEMPLATE_CHANNEL_MOVED ? "kind/name/channel" : "kind/name";
            case IMAGES -> "kind/name/image";
            case EXECUTION_COMMANDS ->
                switch (type) {
                    case EXECUTION_START, EXECUTION_CANCEL_NESTED, EXECUTION_RERUN, EXECUTION_RESTORE_ROUTES ->
                        "pipeline";
                    default -> "execution id";
                };
            case EXECUTION_EVENTS,
                    EXECUTION_PROOFS,
                    DEPLOYMENT_COMMANDS,
                    DEPLOYMENT_EVENTS,
                    ANALYSIS_COMMANDS,
                    ANALYSIS_EVENTS,
                    JUDGEMENT_COMMANDS,
                    JUDGEMENT_EVENTS,
                    CALLOUT_COMMANDS,
                    CALLOUT_EVENTS,
                    NOTICE_EVENTS,
                    EVIDENCE_EVENTS,
                    CDEVENTS -> "execution id";
            case HEALTH_EVENTS -> "service/name";
            case GRAPH_COMMANDS, GRAPH_EVENTS -> "cluster/namespace";
            case DEAD_LETTERS -> "as received";
        };
    }

    private static String pascal(String constant) {
        return Arrays.stream(constant.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
