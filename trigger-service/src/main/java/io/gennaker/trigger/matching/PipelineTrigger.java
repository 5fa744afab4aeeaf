package io.gennaker.trigger.matching;

import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Trigger;
import java.util.List;

/// One trigger of one pipeline, as far as matching needs it.
///
/// @param application that the pipeline is of
/// @param artifacts that the pipeline expects
public record PipelineTrigger(String pipeline, String application, Trigger rule, List<ExpectedArtifact> artifacts) {
    public PipelineTrigger {
        artifacts = List.copyOf(artifacts);
    }

    /// The enabled triggers of a pipeline.
    public static List<PipelineTrigger> of(PipelineDefinition pipeline) {
        return pipeline.triggers().stream()
                .filter(Trigger::enabled)
                .map(rule -> new PipelineTrigger(pipeline.name(), pipeline.application(), rule, pipeline.artifacts()))
                .toList();
    }

    Concern concern() {
        return Concern.of(pipeline, rule);
    }
}
