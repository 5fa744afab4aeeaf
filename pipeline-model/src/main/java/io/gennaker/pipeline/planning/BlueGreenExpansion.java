package io.gennaker.pipeline.planning;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.plan.PlannedStep;
import java.util.List;

/// Expands blue-green: the new version starts in full beside the release, is looked at, gets everything at once. The
/// release stays as it was for a while, able to take everything back; then it becomes the new version itself.
final class BlueGreenExpansion {
    private static final TrafficSplit ALL_NEW = new TrafficSplit(0, 0, 100);

    private BlueGreenExpansion() {}

    static List<PlannedStep> expand(Stage.BlueGreen stage, StageValues values, Resolution resolution)
            throws Unplannable {
        var steps = new RolloutSteps(stage.frame(), stage.rollout(), stage.steps(), values, resolution);
        steps.keepRelease();
        steps.startCanary("start-new", "start the new version", stage.rollout().replicas());
        Steering.Detour preview = stage.preview();
        if (preview != null) {
            steps.steer(
                    "preview",
                    "send requests of " + preview.name() + " to the new version",
                    new Steering(List.of(preview), null));
        }
        for (RolloutStep step : stage.steps()) {
            switch (step) {
                case RolloutStep.Ask ask -> steps.ask(ask);
                case RolloutStep.Pause pause -> steps.pause(pause);
                case RolloutStep.Shift _, RolloutStep.Detour _, RolloutStep.Mirror _ ->
                    throw new IllegalStateException("blueGreen reads no " + step);
            }
        }
        steps.switchTo(ALL_NEW);
        if (stage.keep().isPositive()) {
            steps.await("keep", "keep the old version ready for " + stage.keep(), stage.keep());
        }
        steps.promote();
        return steps.all();
    }
}
