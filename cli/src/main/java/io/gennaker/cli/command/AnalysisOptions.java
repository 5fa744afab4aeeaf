package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.definitions.DefinitionFiles;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// An analysis of a definition.
final class AnalysisOptions {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "the definition with the canary whose analysis is meant")
    private Path file;

    @Option(names = "--stage", paramLabel = "ID", description = "the canary stage (default: the first)")
    private @Nullable String stage;

    @Option(names = "--weight", paramLabel = "PERCENT", description = "the step of that weight (default: the first)")
    private @Nullable Integer weight;

    AnalysisSpec analysis() {
        var files = DefinitionFiles.read(List.of(file));
        files.stream().flatMap(read -> read.problems().stream()).findFirst().ifPresent(problem -> {
            throw new CliFailure(ExitCode.INVALID, problem.text());
        });
        return files.stream()
                .flatMap(read -> read.documents().stream())
                .flatMap(document -> document.definition() instanceof PipelineDefinition pipeline
                        ? pipeline.stages().stream()
                        : Stream.of())
                .filter(one -> stage == null || one.id().equals(stage))
                .flatMap(this::analyses)
                .findFirst()
                .orElseThrow(() -> new CliFailure(
                        ExitCode.NOT_FOUND,
                        "found no analysis in %s%s%s"
                                .formatted(
                                        file,
                                        stage == null ? "" : ", stage " + stage,
                                        weight == null ? "" : ", weight " + weight)));
    }

    private Stream<AnalysisSpec> analyses(Stage one) {
        return one instanceof Stage.Canary canary
                ? canary.steps().stream()
                        .flatMap(step -> step instanceof RolloutStep.Shift shift ? Stream.of(shift) : Stream.of())
                        .filter(shift -> weight == null || shift.weight() == weight)
                        .flatMap(shift -> Stream.ofNullable(shift.analysis()).map(Analysis::spec))
                : Stream.of();
    }
}
