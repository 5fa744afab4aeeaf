package io.gennaker.orchestrator.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What freezes mean to an execution that waits for its place.
public sealed interface Freezing {
    /// It waits for the end of one.
    ///
    /// @param until null when only its removal ends it
    record Frozen(String freeze, String reason, @Nullable Instant until) implements Freezing {}

    /// None holds it: it belongs to an execution that was let in, or a person said so.
    record Exempt() implements Freezing {}
}
