package io.gennaker.orchestrator.intake;

import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.pipeline.plan.Plan;

/// Decides what an input means for an execution. Pure.
@FunctionalInterface
public interface Decider {
    Decision decide(ExecutionState state, Input input, Plan plan);
}
