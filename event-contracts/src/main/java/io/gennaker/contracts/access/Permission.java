package io.gennaker.contracts.access;

/// A kind of act that a role may allow.
public enum Permission {
    /// See deliveries, definitions and questions.
    VIEW,
    /// Start executions, and steer those that run.
    RUN,
    /// Answer questions.
    JUDGE,
    /// Store and remove definitions.
    DEFINE,
    /// Look after the platform itself: what belongs to no application, such as dead letters.
    OPERATE,
    /// Give and take away access, and read the audit.
    ADMINISTER
}
