package io.gennaker.pipeline.definition;

import java.util.Locale;

/// Types of a template's variables.
public enum VariableType {
    STRING,
    INT,
    BOOL,
    ENUM,
    LIST,
    OBJECT;

    /// As users write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
