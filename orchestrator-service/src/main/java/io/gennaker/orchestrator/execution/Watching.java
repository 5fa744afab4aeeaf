package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.Watch;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The analysis that runs beside the steps of a stage: begins and ends with them.
final class Watching {
    private Watching() {}

    static PlannedStep step(PlannedStage stage) {
        return Objects.requireNonNull(stage.watch(), "nothing watches stage " + stage.id())
                .step();
    }

    /// What watches from a step on.
    ///
    /// @param current what watched so far
    /// @param begun attempts at the stage
    static @Nullable OperationId at(
            PlannedStage stage, PlannedStep entered, @Nullable OperationId current, int begun, Turn turn) {
        Watch watch = stage.watch();
        if (watch == null) {
            return null;
        }
        if (current == null && watch.from().equals(entered.id())) {
            var operation = OperationId.of(turn.id(), stage.id(), watch.step().id(), begun);
            turn.stepChanged(stage, watch.step(), operation, StepStatus.RUNNING, null);
            turn.begin(watch.step().action(), operation, operation, watch.step().timeout());
            return operation;
        }
        if (current != null && watch.until().equals(entered.id())) {
            turn.abort(watch.step().action(), current, "the canary is promoted");
            turn.stepChanged(
                    stage, watch.step(), current, StepStatus.SUCCEEDED, "ended with the steps that it watched");
            return null;
        }
        return current;
    }

    /// Ends it with its stage.
    ///
    /// @return what is awaited
    static List<Rollback.Settling> end(PlannedStage stage, StageState state, String reason, Turn turn) {
        if (!(state instanceof StageState.Active active) || active.watch() == null) {
            return List.of();
        }
        turn.stepChanged(stage, step(stage), active.watch(), StepStatus.CANCELLED, reason);
        turn.abort(step(stage).action(), active.watch(), reason);
        turn.set(new Timer.SettleTimeout(active.watch()), turn.at().plus(Turn.SETTLE_LIMIT));
        return List.of(new Rollback.Settling(stage.id(), active.watch()));
    }
}
