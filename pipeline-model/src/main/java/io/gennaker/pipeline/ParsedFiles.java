package io.gennaker.pipeline;

import io.gennaker.pipeline.definition.ExpectedFile;
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

    /// Of a pipeline that is stored with its files, which were checked then: see [Definitions#stored]. Files from
    /// outside are seen for the first time.
    ///
    /// @param files contents by the path that the definition uses
    public static ParsedFiles stored(PipelineDefinition pipeline, Map<String, String> files) {
        ParsedFiles all = of(pipeline, files);
        return new ParsedFiles(
                all.manifests(),
                all.problems().stream()
                        .filter(problem -> !problem.objection() || ExpectedFile.isPath(problem.file()))
                        .toList());
    }
}
