package io.gennaker.playground.platform;

/// Whether a component does its work.
sealed interface Readiness {
    record Ready() implements Readiness {}

    /// @param reason what it still waits for, for a person
    record NotYet(String reason) implements Readiness {}
}
