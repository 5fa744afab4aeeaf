package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.ValueType;

/// A piece of CEL.
///
/// @param text the expression; parts that are not simple have parentheses
/// @param isPath whether it is a selection, so that `has(...)` can ask for it
record Cel(String text, ValueType type, boolean isPath) {
    boolean isNumber() {
        return type == ValueType.WHOLE || type == ValueType.DECIMAL;
    }

    static Cel of(String text, ValueType type) {
        return new Cel(text, type, false);
    }

    static Cel path(String text, ValueType type) {
        return new Cel(text, type, true);
    }

    /// With quotes and escapes.
    static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\"";
    }
}
