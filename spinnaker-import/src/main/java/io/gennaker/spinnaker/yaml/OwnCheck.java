package io.gennaker.spinnaker.yaml;

import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Gennaker's own check of what was written.
public final class OwnCheck {
    private OwnCheck() {}

    /// @param files beside the definitions, by path
    public static List<Problem> problems(String fileName, String definitions, Map<String, String> files) {
        return switch (Definitions.read(fileName, definitions)) {
            case ReadResult.Invalid invalid -> invalid.problems();
            case ReadResult.Read read ->
                read.documents().stream()
                        .flatMap(document -> document.definition() instanceof PipelineDefinition pipeline
                                ? Definitions.check(pipeline, files).stream()
                                : Stream.empty())
                        .toList();
        };
    }

    /// The first problem, without a place in a file.
    public static String words(List<Problem> problems) {
        Problem first = problems.getFirst();
        String at = first.path().isEmpty() ? "" : first.path() + ": ";
        return at + "found " + first.found() + "; allowed: " + first.allowed();
    }
}
