package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.intake.StoredExecution;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One or more moves of an execution: from the state that the database has to the one that it is to have.
///
/// @param before sequence in the database
/// @param at of the last move that changed its state; null where none did
/// @param patience when to look whether it has moved since; null for never
/// @param started when it first ran; null where it does not, or where only the database knows
/// @param ended when it came to the end that it is at; null where it is not over
record Move(
        long before,
        StoredExecution to,
        @Nullable Instant at,
        @Nullable Instant patience,
        @Nullable Instant started,
        @Nullable Instant ended) {
    static Move of(StoredExecution to, Instant at, @Nullable Instant patience) {
        return new Move(
                to.sequence() - 1,
                to,
                at,
                patience,
                runs(to.state().status()) ? at : null,
                to.state() instanceof ExecutionState.Ended ? at : null);
    }

    /// The same, where the state is as it was before: it has stood still all the time.
    Move still() {
        return new Move(before, to, null, null, started, ended);
    }

    private static boolean runs(ExecutionStatus status) {
        return status == ExecutionStatus.RUNNING || status == ExecutionStatus.COMPENSATING;
    }

    /// This and the next as one.
    Move then(Move next) {
        if (next.before != to.sequence()) {
            throw new IllegalStateException("execution " + to.id() + " moved from " + next.before + " where it is at "
                    + to.sequence() + ": without its lock");
        }
        return new Move(
                before,
                next.to,
                next.at == null ? at : next.at,
                next.at == null ? patience : next.patience,
                started == null ? next.started : started,
                ended == null || next.ended == null ? next.ended : ended);
    }
}
