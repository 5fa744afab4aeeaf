package io.gennaker.pipeline.planning;

import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.plan.Watch;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Expands a canary: baseline and canary of one size, shares that grow, comparisons, promotion.
final class CanaryExpansion {
    private CanaryExpansion() {}

    static List<PlannedStep> expand(Stage.Canary canary, StageValues values, Resolution resolution) throws Unplannable {
        var steps = new RolloutSteps(canary.frame(), canary.rollout(), canary.steps(), values, resolution);
        steps.keepRelease();
        steps.startBaseline();
        steps.startCanary("start-canary", "start canary", canary.rollout().replicas());
        var mirrors = new HashMap<Integer, Integer>();
        for (RolloutStep step : canary.steps()) {
            switch (step) {
                case RolloutStep.Shift(var weight, var analysis) -> {
                    steps.shift(String.valueOf(weight), TrafficSplit.even(weight));
                    if (analysis != null) {
                        steps.analyse("analyse-" + weight, weight, analysis);
                    }
                }
                case RolloutStep.Ask ask -> steps.ask(ask);
                case RolloutStep.Pause pause -> steps.pause(pause);
                case RolloutStep.Detour(var detour) ->
                    steps.steer(
                            "detour-" + detour.name(),
                            "send requests of " + detour.name() + " to the canary",
                            with(steps.steering(), detour));
                case RolloutStep.Mirror(var percent) ->
                    steps.steer(
                            mirrorId(percent, mirrors.merge(percent, 1, Integer::sum)),
                            percent == 0 ? "end the mirror" : "mirror " + percent + " % to the canary",
                            new Steering(steps.steering().detours(), percent == 0 ? null : percent));
            }
        }
        steps.promote();
        return steps.all();
    }

    /// A percentage may come again, as 0 does that ends each mirror: steps of one id would be one operation.
    private static String mirrorId(int percent, int time) {
        return "mirror-" + percent + (time == 1 ? "" : "-" + time);
    }

    /// From the first share that was seen to the promotion: before, canary and baseline have nothing to compare.
    static @Nullable Watch watch(Stage.Canary canary, StageValues values, List<PlannedStep> steps) throws Unplannable {
        if (canary.background() == null) {
            return null;
        }
        var task = new AnalysisTask.AnalyseCanary(
                values.cluster(canary.rollout().cluster()),
                values.namespace(canary.rollout().namespace()),
                canary.rollout().workload(),
                canary.background().spec());
        var watching = new PlannedStep(
                "watch",
                "compare canary with baseline beside all steps",
                new StepAction.Analyse(task),
                Limits.ofAnalysis(canary.background().spec()),
                null);
        var from = steps.stream()
                .map(PlannedStep::id)
                .dropWhile(id -> !id.startsWith("shift-"))
                .skip(1)
                .filter(id -> !id.startsWith("confirm-"))
                .findFirst()
                .orElseThrow();
        return new Watch(watching, from, "promote");
    }

    private static Steering with(Steering steering, Steering.Detour detour) {
        return new Steering(
                Stream.concat(steering.detours().stream(), Stream.of(detour)).toList(), steering.mirrorPercent());
    }
}
