package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The step of a running stage whose turn it is. Those before it succeeded, those after it wait.
public sealed interface StepState {
    /// Id of the step in its stage.
    String step();

    /// The current attempt: reports about any other operation come too late.
    OperationId operation();

    /// Whether a service works on it under this operation.
    default boolean isWorkOf(OperationId reported) {
        return switch (this) {
            case Requested requested -> requested.operation.equals(reported);
            case Asked asked -> asked.operation.equals(reported);
            case Resting resting -> false;
            case Due due -> false;
        };
    }

    /// Whether it is the wait that this operation stands for.
    default boolean isRestOf(OperationId over) {
        return switch (this) {
            case Resting resting -> resting.operation.equals(over);
            case Requested requested -> false;
            case Asked asked -> false;
            case Due due -> false;
        };
    }

    /// A service works on it.
    record Requested(String step, OperationId operation) implements StepState {}

    /// A person is asked.
    record Asked(String step, OperationId operation) implements StepState {}

    /// Its turn came while the execution was paused: nobody was asked yet.
    record Due(String step, OperationId operation) implements StepState {}

    /// Time passes.
    ///
    /// @param until when it is over; null where the plan says how long, and where an older version did not keep it
    record Resting(
            String step, OperationId operation, @Nullable Instant until) implements StepState {
        /// As long as the plan says.
        public Resting(String step, OperationId operation) {
            this(step, operation, null);
        }
    }
}
