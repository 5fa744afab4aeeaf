package io.gennaker.spinnaker.expression;

/// A piece of CEL.
///
/// @param text the expression; parts that are not simple have parentheses
/// @param isPath whether it is a selection, so that `has(...)` can ask for it
record Cel(String text, Type type, boolean isPath) {
    enum Type {
        TEXT,
        WHOLE,
        DECIMAL,
        TRUTH,
        LIST,
        /// How a stage ended; its words differ from Spinnaker's.
        STATUS
    }

    boolean isNumber() {
        return type == Type.WHOLE || type == Type.DECIMAL;
    }

    static Cel of(String text, Type type) {
        return new Cel(text, type, false);
    }

    static Cel path(String text, Type type) {
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
