package io.gennaker.cli.api;

import io.gennaker.contracts.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person did to an execution.
///
/// @param stage null when it was about the whole execution
/// @param status of the execution from then on; null when it was refused
/// @param refusal why it did not apply; null when it was done
public record Intervened(
        String act,
        @Nullable String stage,
        String by,
        String reason,
        @Nullable ExecutionStatus status,
        @Nullable String refusal,
        Instant at) {}
