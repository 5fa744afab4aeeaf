package io.gennaker.pipeline.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.pipeline.expression.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a step does, and so which service is asked.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepAction.Deploy.class, name = "Deploy"),
    @JsonSubTypes.Type(value = StepAction.UndoApply.class, name = "UndoApply"),
    @JsonSubTypes.Type(value = StepAction.TakeBack.class, name = "TakeBack"),
    @JsonSubTypes.Type(value = StepAction.Analyse.class, name = "Analyse"),
    @JsonSubTypes.Type(value = StepAction.Ask.class, name = "Ask"),
    @JsonSubTypes.Type(value = StepAction.Wait.class, name = "Wait"),
    @JsonSubTypes.Type(value = StepAction.Call.class, name = "Call"),
    @JsonSubTypes.Type(value = StepAction.RunPipeline.class, name = "RunPipeline"),
    @JsonSubTypes.Type(value = StepAction.Deferred.class, name = "Deferred"),
})
public sealed interface StepAction {
    /// Asks the deployer.
    record Deploy(DeploymentTask task) implements StepAction {}

    /// Asks the deployer to restore what the compensated step applied.
    record UndoApply(ClusterTarget cluster, String namespace) implements StepAction {}

    /// Asks the deployer to restore what a step of another stage applied.
    record TakeBack(String stage, String step, ClusterTarget cluster, String namespace) implements StepAction {}

    /// Asks the analysis service.
    ///
    /// @param whenInconclusive what people are asked when it does not know; null: that is a failure
    record Analyse(AnalysisTask task, @Nullable JudgementSpec whenInconclusive) implements StepAction {
        public Analyse(AnalysisTask task) {
            this(task, null);
        }
    }

    /// Asks people.
    record Ask(JudgementSpec spec) implements StepAction {}

    /// Lets time pass.
    record Wait(Duration duration) implements StepAction {}

    /// Asks a system outside.
    record Call(CalloutTask task) implements StepAction {}

    /// Begins an execution of another pipeline.
    ///
    /// @param chain the pipelines that lead to it, outermost first
    /// @param waits whether the step ends with that execution
    record RunPipeline(
            String pipeline, Map<String, String> parameters, List<Artifact> artifacts, String chain, boolean waits)
            implements StepAction {
        public RunPipeline {
            parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
            artifacts = List.copyOf(artifacts);
        }
    }

    /// Work that is made into one of the other actions when its turn comes.
    ///
    /// @param variables of pipeline and stage, evaluated
    /// @param later variables of the stage as written, which read how earlier stages ended
    record Deferred(DeferredWork work, Map<String, Value> variables, Map<String, String> later) implements StepAction {
        public Deferred {
            variables = Collections.unmodifiableMap(new TreeMap<>(variables));
            later = Collections.unmodifiableMap(new TreeMap<>(later));
        }
    }

    /// Where something is written.
    record Place(ClusterTarget cluster, String namespace) {}

    /// Where the deployer is asked to write, if it is.
    default Optional<Place> place() {
        return switch (this) {
            case Deploy(var task) -> Optional.of(new Place(task.cluster(), task.namespace()));
            case UndoApply(var cluster, var namespace) -> Optional.of(new Place(cluster, namespace));
            case TakeBack back -> Optional.of(new Place(back.cluster(), back.namespace()));
            case Deferred(DeferredWork.Render render, var variables, var later) ->
                Optional.of(new Place(render.cluster(), render.namespace()));
            case Deferred(DeferredWork.Operate operate, var variables, var later) ->
                Optional.of(new Place(operate.cluster(), operate.namespace()));
            case Deferred _, Analyse _, Ask _, Call _, RunPipeline _, Wait _ -> Optional.empty();
        };
    }
}
