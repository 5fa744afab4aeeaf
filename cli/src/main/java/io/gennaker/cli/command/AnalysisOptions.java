package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.definitions.DefinitionFiles;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.pipeline.CanaryConfigs;
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
            description = "the definition with the canary or analysis stage that is meant")
    private Path file;

    @Option(names = "--stage", paramLabel = "ID", description = "the canary or analysis stage (default: the first)")
    private @Nullable String stage;

    @Option(
            names = "--weight",
            paramLabel = "PERCENT",
            description = "of a canary stage the step of that weight (default: the first)")
    private @Nullable Integer weight;

    /// An analysis, and the workloads where it names them itself.
    record Chosen(
            AnalysisSpec spec,
            @Nullable String workload,
            @Nullable String baseline) {

        String workload(@Nullable String given, String option) {
            if (given != null) {
                return given;
            }
            if (workload == null) {
                throw new IllegalArgumentException(
                        "found no " + option + ", must be given: the workloads of a canary have other names each time");
            }
            return workload;
        }

        /// The judge `threshold` looks at one side alone.
        String baseline(@Nullable String given, String canary) {
            if (given != null) {
                return given;
            }
            if (baseline == null && !spec.judge().equals("threshold")) {
                throw new IllegalArgumentException("found no --baseline, must be given with judge " + spec.judge());
            }
            return baseline == null ? canary : baseline;
        }
    }

    Chosen analysis() {
        var files = DefinitionFiles.read(List.of(file));
        files.stream().flatMap(read -> read.problems().stream()).findFirst().ifPresent(problem -> {
            throw new CliFailure(ExitCode.INVALID, problem.text());
        });
        return files.stream()
                .flatMap(AnalysisOptions::stages)
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

    private static Stream<Stage> stages(DefinitionFile read) {
        return read.documents().stream()
                .flatMap(document -> document.definition() instanceof PipelineDefinition pipeline
                        ? pipeline.stages().stream()
                        : Stream.of())
                .map(one -> CanaryConfigs.applied(one, read.files()));
    }

    private Stream<Chosen> analyses(Stage one) {
        if (one instanceof Stage.Analysis analysis) {
            return weight == null
                    ? Stream.of(new Chosen(analysis.analysis().spec(), analysis.workload(), analysis.baseline()))
                    : Stream.of();
        }
        return one instanceof Stage.Canary canary
                ? canary.steps().stream()
                        .flatMap(step -> step instanceof RolloutStep.Shift shift ? Stream.of(shift) : Stream.of())
                        .filter(shift -> weight == null || shift.weight() == weight)
                        .flatMap(shift -> Stream.ofNullable(shift.analysis()))
                        .map(found -> new Chosen(found.spec(), null, null))
                : Stream.of();
    }
}
