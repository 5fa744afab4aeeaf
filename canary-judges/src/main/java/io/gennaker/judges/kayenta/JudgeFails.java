package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// A case on which Kayenta's judge fails as a whole. It looks at settings where it uses them, and fails there.
final class JudgeFails extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String exception;
    private final String kayentaMessage;

    private JudgeFails(@Nullable String message, Class<? extends RuntimeException> exception, String kayentaMessage) {
        super(message);
        this.exception = exception.getName();
        this.kayentaMessage = kayentaMessage;
    }

    static JudgeFails wrongType(IllegalArgumentException refusal, JsonNode found, Class<?> wanted) {
        var type = javaType(found);
        return new JudgeFails(
                refusal.getMessage(),
                ClassCastException.class,
                "class %s cannot be cast to class %s (%s and %s are in module java.base of loader 'bootstrap')"
                        .formatted(type, wanted.getName(), type, wanted.getName()));
    }

    static JudgeFails factorNotPositive(String place, double found) {
        return new JudgeFails(
                place + ": found " + found + ", must be greater than 0",
                IllegalArgumentException.class,
                "requirement failed: factor must be greater than zero");
    }

    static JudgeFails unknownMetric(String name) {
        return new JudgeFails(
                "metricSetPairs: found name '" + name + "', must be one of canaryConfig.metrics",
                IllegalArgumentException.class,
                "Could not find metric config for " + name);
    }

    /// Something that Kayenta follows without looking whether it is there.
    static JudgeFails nothing(String place, String kayentaMessage) {
        return new JudgeFails(place + ": found nothing, must be there", NullPointerException.class, kayentaMessage);
    }

    /// The name of the class of what Kayenta throws.
    String exception() {
        return exception;
    }

    /// What Kayenta says.
    String kayentaMessage() {
        return kayentaMessage;
    }

    private static String javaType(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "java.lang.String";
            case BOOLEAN -> "java.lang.Boolean";
            case ARRAY -> "java.util.ArrayList";
            case NUMBER -> numberType(node);
            case OBJECT, POJO, BINARY, NULL, MISSING -> "java.util.LinkedHashMap";
        };
    }

    private static String numberType(JsonNode node) {
        if (node.isInt()) {
            return "java.lang.Integer";
        }
        if (node.isLong()) {
            return "java.lang.Long";
        }
        return node.isBigInteger() ? "java.math.BigInteger" : "java.lang.Double";
    }
}
