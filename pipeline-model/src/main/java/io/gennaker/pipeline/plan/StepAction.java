package io.gennaker.pipeline.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.JudgementSpec;
import java.time.Duration;

/// What a step does, and so which service is asked.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepAction.Deploy.class, name = "Deploy"),
    @JsonSubTypes.Type(value = StepAction.UndoApply.class, name = "UndoApply"),
    @JsonSubTypes.Type(value = StepAction.Analyse.class, name = "Analyse"),
    @JsonSubTypes.Type(value = StepAction.Ask.class, name = "Ask"),
    @JsonSubTypes.Type(value = StepAction.Wait.class, name = "Wait"),
})
public sealed interface StepAction {
    /// Asks the deployer.
    record Deploy(DeploymentTask task) implements StepAction {}

    /// Asks the deployer to restore what the compensated step applied.
    record UndoApply(ClusterTarget cluster, String namespace) implements StepAction {}

    /// Asks the analysis service.
    record Analyse(AnalysisTask task) implements StepAction {}

    /// Asks people.
    record Ask(JudgementSpec spec) implements StepAction {}

    /// Lets time pass.
    record Wait(Duration duration) implements StepAction {}
}
