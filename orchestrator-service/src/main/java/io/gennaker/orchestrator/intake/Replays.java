package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what an execution has recorded once more, from its first move on, and compares.
public final class Replays {
    private static final int LONGEST = 4_000;

    private final ExecutionStore store;
    private final PlanStore plans;
    private final Decider decider;

    public Replays(ExecutionStore store, PlanStore plans, Decider decider) {
        this.store = store;
        this.plans = plans;
        this.decider = decider;
    }

    /// @return empty when the execution is not known
    public Optional<ExecutionProof.Replayed> replay(ExecutionCommand.Replay command, Instant at) {
        return store.lock(command.executionId()).map(execution -> {
            var moves = store.history(command.executionId());
            String difference = difference(execution, moves, plans.get(execution.plan()));
            return new ExecutionProof.Replayed(
                    command.executionId(), command.requestId(), moves.size(), difference == null, difference, at);
        });
    }

    private @Nullable String difference(StoredExecution execution, List<RecordedMove> moves, Plan plan) {
        ExecutionState state =
                Nested.queued(execution.id(), store.origin(execution.id()).trigger());
        for (RecordedMove move : moves) {
            Decision decision = decider.decide(state, move.input(), plan);
            var difference = move.difference(decision);
            if (difference.isPresent()) {
                return bounded("move " + move.sequence() + ", " + move.input() + ": " + difference.get());
            }
            state = decision.next();
        }
        if (moves.size() != execution.sequence()) {
            return "recorded are " + moves.size() + " moves, made were " + execution.sequence();
        }
        return state.equals(execution.state())
                ? null
                : bounded("the moves lead to " + state + ", stored is " + execution.state());
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
