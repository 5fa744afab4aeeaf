package io.gennaker.spinnaker.naming;

/// What an expression gives, as far as it shows: CEL, unlike SpEL, neither compares nor adds values of different types.
public enum ValueType {
    TEXT,
    WHOLE,
    DECIMAL,
    TRUTH,
    LIST,
    /// How a stage ended; its words differ from Spinnaker's.
    STATUS
}
