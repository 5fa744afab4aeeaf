package io.gennaker.pipeline.plan;

/// Type of a parameter: how its text is read, and what expressions see.
public enum ParameterType {
    STRING,
    /// 64 bits.
    INT,
    BOOL,
    /// Text, one of a list.
    ENUM
}
