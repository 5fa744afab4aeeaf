package io.gennaker.pipeline.planning;

import io.gennaker.contracts.TrafficSplit;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.plan.PlannedStep;
import java.util.List;

/// Expands rolling out: the new version grows and gets its share of traffic, step by step, without a baseline.
final class RollingOutExpansion {
    private RollingOutExpansion() {}

    static List<PlannedStep> expand(Stage.RollingOut stage, StageValues values, Resolution resolution)
            throws Unplannable {
        var steps = new RolloutSteps(stage.frame(), stage.rollout(), stage.steps(), values, resolution);
        steps.keepRelease();
        if (steps.isOfPods()) {
            steps.startCanary(
                    "start-new", "start the new version", stage.rollout().replicas());
        }
        for (RolloutStep step : stage.steps()) {
            switch (step) {
                case RolloutStep.Shift(var weight, var _) -> {
                    if (!steps.isOfPods()) {
                        int replicas = Math.ceilDiv(stage.rollout().replicas() * weight, 100);
                        steps.startCanary("grow-" + weight, "let the new version grow to a size", replicas);
                    }
                    steps.shift(String.valueOf(weight), new TrafficSplit(100 - weight, 0, weight));
                }
                case RolloutStep.Ask ask -> steps.ask(ask);
                case RolloutStep.Pause pause -> steps.pause(pause);
                case RolloutStep.Detour _, RolloutStep.Mirror _ ->
                    throw new IllegalStateException("rollingOut reads no " + step);
            }
        }
        steps.promote();
        return steps.all();
    }
}
