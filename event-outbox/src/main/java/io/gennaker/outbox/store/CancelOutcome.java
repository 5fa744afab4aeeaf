package io.gennaker.outbox.store;

/// What asking an operation to end came to.
public sealed interface CancelOutcome {
    /// There is no such operation, or it has ended.
    record Nothing() implements CancelOutcome {}

    /// Nobody runs it; it is due at once, to end itself.
    record Due() implements CancelOutcome {}

    /// The process named `owner` runs it.
    record RunsAt(String owner) implements CancelOutcome {}
}
