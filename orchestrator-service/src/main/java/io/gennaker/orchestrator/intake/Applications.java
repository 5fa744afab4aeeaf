package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.plan.Plan;
import java.util.Optional;

/// Tells whose a pipeline is: of the one in force, or else of the one that ran last.
public record Applications(DefinitionStore definitions, Reading reading, ExecutionStore executions, PlanStore plans) {
    /// Empty when it neither is in force nor ever ran.
    public Optional<String> of(String pipeline) {
        return definitions
                .find(DefinitionKind.PIPELINE, pipeline)
                .flatMap(reading::application)
                .or(() -> executions.latestPlans(pipeline, 1).stream()
                        .map(plans::get)
                        .map(Plan::application)
                        .findFirst());
    }
}
