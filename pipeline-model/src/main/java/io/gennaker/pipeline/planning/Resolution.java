package io.gennaker.pipeline.planning;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.render.ImageBinding;
import io.gennaker.pipeline.render.Manifest;
import io.gennaker.pipeline.render.Renderer;
import io.gennaker.pipeline.yaml.YamlFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the stages of one plan are resolved with.
///
/// @param outer values fixed for the execution
/// @param variables of the pipeline, evaluated
/// @param count of the characters of all variables
/// @param files manifests, free of problems, by path
/// @param refusals collects what refuses the whole plan
/// @param packed collects what was packed of manifests
/// @param kept the same of those that are kept as written
public record Resolution(
        Bindings outer,
        Map<String, Value> variables,
        VariableCount count,
        Map<String, ClusterTarget> clusters,
        Map<String, YamlFile> files,
        Renderer renderer,
        ImageBinding images,
        List<String> refusals,
        Map<List<Manifest>, CompressedText> packed,
        Map<List<Manifest>, CompressedText> kept) {
    public Resolution {
        variables = Map.copyOf(variables);
        clusters = Map.copyOf(clusters);
        files = Map.copyOf(files);
    }

    /// This resolution with one more variable.
    Resolution with(String name, Value value) {
        var more = new TreeMap<>(variables);
        more.put(name, value);
        return new Resolution(outer, more, count, clusters, files, renderer, images, refusals, packed, kept);
    }

    public static String unknownCluster(String name, Collection<String> known) {
        String allowed = known.isEmpty() ? "none is defined" : String.join(", ", new TreeSet<>(known));
        return "unknown cluster " + Problem.quote(name) + "; allowed: " + allowed;
    }
}
