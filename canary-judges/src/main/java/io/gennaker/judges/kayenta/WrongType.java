package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;

/// A setting of a type that the judge does not read. Kayenta casts settings where it uses them, and fails there.
final class WrongType extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String kayentaMessage;

    WrongType(IllegalArgumentException refusal, JsonNode found, String wanted) {
        super(refusal.getMessage());
        var type = javaType(found);
        kayentaMessage = "class %s cannot be cast to class %s (%s and %s are in module java.base of loader 'bootstrap')"
                .formatted(type, wanted, type, wanted);
    }

    /// What Kayenta says instead.
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
