package io.gennaker.pipeline.planning;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.render.ImageBinding;
import io.gennaker.pipeline.render.Renderer;
import io.gennaker.pipeline.yaml.YamlFile;
import java.util.List;
import java.util.Map;

/// What the stages of one plan are resolved with.
///
/// @param outer values fixed for the execution
/// @param variables of the pipeline, evaluated
/// @param files manifests, free of problems, by path
/// @param refusals collects what refuses the whole plan
public record Resolution(
        Bindings outer,
        Map<String, Value> variables,
        Map<String, ClusterTarget> clusters,
        Map<String, YamlFile> files,
        Renderer renderer,
        ImageBinding images,
        List<String> refusals) {
    public Resolution {
        variables = Map.copyOf(variables);
        clusters = Map.copyOf(clusters);
        files = Map.copyOf(files);
    }
}
