package io.gennaker.pipeline;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.plan.TemplateVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a plan is made of.
///
/// @param digest of the definition with its files ([Definitions#digest])
/// @param files manifests by the path that the definition uses, those from outside too
/// @param clusters all that are defined, by name
/// @param parameters values as text, by name
/// @param artifacts images by expected name, pinned by digest
/// @param template that made the definition; null: it was written without one
/// @param fetched what `files` has from outside
public record PlanInput(
        PipelineDefinition definition,
        Digest digest,
        Map<String, String> files,
        Map<String, ClusterDefinition> clusters,
        TriggerInfo trigger,
        Map<String, String> parameters,
        List<Artifact> artifacts,
        @Nullable TemplateVersion template,
        List<FetchedFile> fetched) {
    public PlanInput {
        files = Map.copyOf(files);
        clusters = Map.copyOf(clusters);
        parameters = Map.copyOf(parameters);
        artifacts = List.copyOf(artifacts);
        fetched = List.copyOf(fetched);
    }

    /// Of a definition without template, and without files from outside.
    public PlanInput(
            PipelineDefinition definition,
            Digest digest,
            Map<String, String> files,
            Map<String, ClusterDefinition> clusters,
            TriggerInfo trigger,
            Map<String, String> parameters,
            List<Artifact> artifacts) {
        this(definition, digest, files, clusters, trigger, parameters, artifacts, null, List.of());
    }
}
