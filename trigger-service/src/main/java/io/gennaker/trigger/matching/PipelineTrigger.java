package io.gennaker.trigger.matching;

import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Trigger;
import java.util.List;

/// One trigger of one pipeline, as far as matching needs it.
///
/// @param application that the pipeline is of
/// @param artifacts images that the pipeline expects
/// @param files that it expects from outside
public record PipelineTrigger(
        String pipeline, String application, Trigger rule, List<ExpectedArtifact> artifacts, List<ExpectedFile> files) {
    public PipelineTrigger {
        artifacts = List.copyOf(artifacts);
        files = List.copyOf(files);
    }

    /// Of a pipeline that expects no files.
    public PipelineTrigger(String pipeline, String application, Trigger rule, List<ExpectedArtifact> artifacts) {
        this(pipeline, application, rule, artifacts, List.of());
    }

    /// The enabled triggers of a pipeline.
    public static List<PipelineTrigger> of(PipelineDefinition pipeline) {
        return pipeline.triggers().stream()
                .filter(Trigger::enabled)
                .map(rule -> new PipelineTrigger(
                        pipeline.name(), pipeline.application(), rule, pipeline.artifacts(), pipeline.fetched()))
                .toList();
    }

    Concern concern() {
        return Concern.of(pipeline, rule);
    }
}
