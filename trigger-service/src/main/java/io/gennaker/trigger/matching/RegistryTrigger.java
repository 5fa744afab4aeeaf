package io.gennaker.trigger.matching;

import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Trigger;
import java.util.List;

/// One registry trigger of one pipeline, as far as matching needs it.
///
/// @param rule repository and tag
/// @param artifacts names under which the pipeline expects this image
public record RegistryTrigger(String pipeline, Trigger.Registry rule, List<String> artifacts) {
    public RegistryTrigger {
        artifacts = List.copyOf(artifacts);
    }

    /// The enabled registry triggers of a pipeline.
    public static List<RegistryTrigger> of(PipelineDefinition pipeline) {
        return pipeline.triggers().stream()
                .filter(Trigger::enabled)
                .map(trigger -> switch (trigger) {
                    case Trigger.Registry rule ->
                        new RegistryTrigger(pipeline.name(), rule, artifactsOf(pipeline, rule.repository()));
                })
                .toList();
    }

    private static List<String> artifactsOf(PipelineDefinition pipeline, String repository) {
        return pipeline.artifacts().stream()
                .filter(artifact -> artifact.repository().equals(repository))
                .map(ExpectedArtifact::name)
                .toList();
    }
}
