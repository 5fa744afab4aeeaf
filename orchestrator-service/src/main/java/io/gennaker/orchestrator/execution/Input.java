package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What can happen to an execution. The only source of time: `at` is when it was taken in.
public sealed interface Input {
    Instant at();

    /// The execution got its place among those of its pipeline.
    record Started(Instant at) implements Input {}

    /// A freeze keeps it from its place.
    ///
    /// @param until null when only its removal ends it
    record Frozen(String freeze, String reason, @Nullable Instant until, Instant at) implements Input {}

    /// No freeze keeps it from its place any longer.
    record Thawed(Instant at) implements Input {}

    /// A newer execution takes the place of this one, which still waits.
    record Replaced(ExecutionId by, Instant at) implements Input {}

    record CancelRequested(Actor by, String reason, Instant at) implements Input {
        public CancelRequested {
            reason = Bounded.reason(reason);
        }
    }

    /// A person wants to do something to it.
    ///
    /// @param reason why, in the words of that person
    /// @param noPlace why there would be no place for it now if it were opened again; null when there would be
    record InterventionRequested(
            String requestId,
            Intervention intervention,
            Actor by,
            String reason,
            @Nullable String noPlace,
            Instant at) implements Input {
        public InterventionRequested {
            reason = Bounded.reason(reason);
        }

        public InterventionRequested withoutPlace(String why) {
            return new InterventionRequested(requestId, intervention, by, reason, why, at);
        }
    }

    /// A service says what became of an operation.
    record Reported(OperationId operation, Report report, Instant at) implements Input {}

    record TimerFired(Timer timer, Instant at) implements Input {}
}
