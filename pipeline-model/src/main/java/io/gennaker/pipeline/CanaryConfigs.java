package io.gennaker.pipeline;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.CanaryConfigFile;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.planning.CanaryConfigMetrics;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Puts what Kayenta's canary configurations say into the analyses that name them.
public final class CanaryConfigs {
    private static final Pattern REFUSAL =
            Pattern.compile("(?s)(?<path>[^:]*): found (?<found>.*), must be (?<allowed>.*)");

    private CanaryConfigs() {}

    /// The stage with its metrics. Files must have been checked.
    ///
    /// @param files contents by the path that the definition uses
    public static Stage applied(Stage stage, Map<String, String> files) {
        return mapped(
                stage,
                (spec, config) -> CanaryConfigMetrics.applied(spec, config, files.getOrDefault(config.file(), "")));
    }

    /// What is wrong with the configurations that are there.
    static List<Problem> check(Stage stage, Map<String, String> files) {
        return analyses(stage)
                .filter(analysis -> files.containsKey(analysis.config().file()))
                .flatMap(analysis -> problem(
                        analysis, String.valueOf(files.get(analysis.config().file()))))
                .toList();
    }

    private static Stream<Problem> problem(Configured analysis, String text) {
        try {
            CanaryConfigMetrics.applied(analysis.spec(), analysis.config(), text);
            return Stream.of();
        } catch (IllegalArgumentException refused) {
            var said = REFUSAL.matcher(String.valueOf(refused.getMessage()));
            String file = analysis.config().file();
            return Stream.of(
                    said.matches()
                            ? new Problem(file, 1, 1, said.group("path"), said.group("found"), said.group("allowed"))
                            : new Problem(
                                    file,
                                    1,
                                    1,
                                    "",
                                    String.valueOf(refused.getMessage()),
                                    "a canary configuration of Kayenta"));
        }
    }

    private record Configured(AnalysisSpec spec, CanaryConfigFile config) {}

    private static Stream<Configured> analyses(Stage stage) {
        var found = Stream.<Configured>builder();
        mapped(stage, (spec, config) -> {
            found.add(new Configured(spec, config));
            return spec;
        });
        return found.build();
    }

    private static Stage mapped(Stage stage, BiFunction<AnalysisSpec, CanaryConfigFile, AnalysisSpec> change) {
        return switch (stage) {
            case Stage.Canary canary ->
                new Stage.Canary(
                        canary.frame(),
                        canary.rollout(),
                        canary.steps().stream()
                                .map(step -> step instanceof RolloutStep.Shift shift ? mapped(shift, change) : step)
                                .toList(),
                        canary.background() == null ? null : mapped(canary.background(), change));
            case Stage.Analysis analysis ->
                new Stage.Analysis(
                        analysis.frame(),
                        analysis.cluster(),
                        analysis.namespace(),
                        analysis.workload(),
                        analysis.baseline(),
                        mapped(analysis.analysis(), change));
            case Stage.Deploy _,
                    Stage.Job _,
                    Stage.Operate _,
                    Stage.Rollback _,
                    Stage.Wait _,
                    Stage.WaitUntil _,
                    Stage.Evaluate _,
                    Stage.Check _,
                    Stage.Webhook _,
                    Stage.Notify _,
                    Stage.Pipeline _,
                    Stage.Judgement _,
                    Stage.BlueGreen _,
                    Stage.RollingOut _ -> stage;
        };
    }

    private static RolloutStep mapped(
            RolloutStep.Shift shift, BiFunction<AnalysisSpec, CanaryConfigFile, AnalysisSpec> change) {
        return shift.analysis() == null
                ? shift
                : new RolloutStep.Shift(shift.weight(), mapped(shift.analysis(), change));
    }

    private static Analysis mapped(Analysis analysis, BiFunction<AnalysisSpec, CanaryConfigFile, AnalysisSpec> change) {
        CanaryConfigFile config = analysis.configured();
        return config == null ? analysis : analysis.with(change.apply(analysis.spec(), config));
    }
}
