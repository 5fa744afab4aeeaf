package io.gennaker.pipeline;

import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.yaml.YamlFile;
import java.util.List;
import java.util.Map;

/// The manifests that a pipeline names, read and checked: the same for every plan of one version.
///
/// @param problems of all files that it names
public record ParsedFiles(Map<String, YamlFile> manifests, List<Problem> problems) {
    public ParsedFiles {
        manifests = Map.copyOf(manifests);
        problems = List.copyOf(problems);
    }

    /// @param files contents by the path that the definition uses
    public static ParsedFiles of(PipelineDefinition pipeline, Map<String, String> files) {
        Map<String, YamlFile> parsed = Definitions.parse(pipeline, files);
        return new ParsedFiles(parsed, Definitions.check(pipeline, files, parsed));
    }
}
