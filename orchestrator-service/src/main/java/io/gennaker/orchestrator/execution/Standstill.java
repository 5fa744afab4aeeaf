package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;

/// Analyses while a person holds their execution: they stand still, and so do their limits.
final class Standstill {
    private Standstill() {}

    /// Whether a step is an analysis under way.
    static boolean holds(PlannedStep step, StepState current) {
        return current instanceof StepState.Requested
                && step.action() instanceof StepAction.Analyse analyse
                && analyse.task() instanceof AnalysisTask.AnalyseCanary;
    }

    static void begin(PlannedStage stage, StageState.Active active, Turn turn) {
        if (holds(turn.step(stage, active.current().step()), active.current())) {
            begin(active.current().operation(), turn);
        }
        if (active.watch() != null) {
            begin(active.watch(), turn);
        }
    }

    private static void begin(OperationId operation, Turn turn) {
        turn.cancel(new Timer.OperationTimeout(operation));
        turn.send(new AnalysisCommand.Hold(turn.id(), operation, turn.at()));
    }

    /// What is left of its time is not known here: it gets all of it again.
    static void end(PlannedStage stage, StageState.Active active, Turn turn) {
        PlannedStep step = turn.step(stage, active.current().step());
        if (holds(step, active.current())) {
            end(active.current().operation(), step, turn);
        }
        if (active.watch() != null) {
            end(active.watch(), Watching.step(stage), turn);
        }
    }

    private static void end(OperationId operation, PlannedStep step, Turn turn) {
        var deadline = turn.at().plus(step.timeout());
        turn.set(new Timer.OperationTimeout(operation), deadline.plus(Turn.GRACE));
        turn.send(new AnalysisCommand.Resume(turn.id(), operation, turn.at(), deadline));
    }
}
