package io.gennaker.pipeline.planning;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.pipeline.definition.CanaryStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.render.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Expands a canary into steps.
///
/// Traffic moves only between workloads that are ready, and each shift is seen on the data plane before the next step.
/// On the
/// way back traffic leaves the variants before they are removed: its compensations are of an earlier layer.
final class CanaryExpansion {
    private final Stage.Canary canary;
    private final ClusterTarget cluster;
    private final String namespace;
    private final StageValues values;
    private final List<PlannedStep> steps = new ArrayList<>();

    private CanaryExpansion(Stage.Canary canary, StageValues values) throws Unplannable {
        this.canary = canary;
        this.cluster = values.cluster(canary.cluster());
        this.namespace = values.namespace(canary.namespace());
        this.values = values;
    }

    static List<PlannedStep> expand(Stage.Canary canary, StageValues values, Resolution resolution) throws Unplannable {
        List<Manifest> release = values.manifests(canary.manifests());
        List<Manifest> variant = values.with(
                        Map.of("stage", new Value.Text("canary"), "replicas", new Value.Whole(canary.replicas())))
                .manifests(canary.manifests());
        if (!holdsWorkload(release, canary) || !holdsWorkload(variant, canary)) {
            resolution
                    .refusals()
                    .add("stage " + canary.id() + ": its manifests hold no Deployment '" + canary.workload()
                            + "', the workload of the canary, both as release and as canary");
        }
        var expansion = new CanaryExpansion(canary, values);
        expansion.start(StageValues.packed(variant));
        expansion.walk();
        expansion.promote(StageValues.packed(release));
        return expansion.steps;
    }

    private static boolean holdsWorkload(List<Manifest> manifests, Stage.Canary canary) {
        return manifests.stream()
                .anyMatch(manifest ->
                        manifest.kind().equals("Deployment") && manifest.name().equals(canary.workload()));
    }

    private void start(CompressedText manifests) {
        String size = " of " + canary.replicas() + (canary.replicas() == 1 ? " replica" : " replicas");
        Compensation remove = new Compensation(
                "remove-variants",
                "remove baseline and canary",
                new StepAction.Deploy(removeVariants()),
                Limits.REMOVE,
                Compensation.Layer.WORKLOAD);
        var baseline = new DeploymentTask.StartBaseline(cluster, namespace, canary.workload(), canary.replicas());
        add("start-baseline", "start baseline" + size, baseline, limit(Limits.APPLY), remove);
        var variant =
                new DeploymentTask.StartCanary(cluster, namespace, canary.workload(), canary.replicas(), manifests);
        add("start-canary", "start canary" + size, variant, limit(Limits.APPLY), remove);
    }

    private void walk() throws Unplannable {
        long questions =
                canary.steps().stream().filter(CanaryStep.Ask.class::isInstance).count();
        int asked = 0;
        for (CanaryStep step : canary.steps()) {
            switch (step) {
                case CanaryStep.Shift shift -> shift(shift);
                case CanaryStep.Ask ask -> {
                    asked++;
                    String id = questions == 1 ? "approve" : "approve-" + asked;
                    steps.add(StagePlanner.ask(id, values.question(ask.question())));
                }
            }
        }
    }

    private void shift(CanaryStep.Shift shift) {
        TrafficSplit split = TrafficSplit.even(shift.weight());
        Compensation restore = new Compensation(
                "restore-traffic",
                "return all traffic to release",
                new StepAction.Deploy(shiftTo(TrafficSplit.ALL_RELEASE)),
                Limits.SHIFT,
                Compensation.Layer.TRAFFIC);
        add("shift-" + shift.weight(), "shift traffic to " + split, shiftTo(split), limit(Limits.SHIFT), restore);
        confirm("confirm-" + shift.weight(), split);
        AnalysisSpec analysis = shift.analysis();
        if (analysis != null) {
            steps.add(new PlannedStep(
                    "analyse-" + shift.weight(),
                    "compare canary with baseline at " + shift.weight() + " %",
                    new StepAction.Analyse(
                            new AnalysisTask.AnalyseCanary(cluster, namespace, canary.workload(), analysis)),
                    // twice the margin: the last samples arrive after the window has closed
                    analysis.warmUp().plus(analysis.duration()).plus(Limits.MARGIN.multipliedBy(2)),
                    null));
        }
    }

    private void promote(CompressedText manifests) {
        var apply = new DeploymentTask.ApplyManifests(cluster, namespace, manifests);
        Compensation undo = StagePlanner.undo("undo-promote", cluster, namespace);
        add("promote", "roll release to the new version", apply, limit(Limits.APPLY), undo);
        add(
                "return-traffic",
                "return all traffic to release",
                shiftTo(TrafficSplit.ALL_RELEASE),
                limit(Limits.SHIFT),
                null);
        confirm("confirm-release", TrafficSplit.ALL_RELEASE);
        add("remove-variants", "remove baseline and canary", removeVariants(), limit(Limits.REMOVE), null);
    }

    private void confirm(String id, TrafficSplit expected) {
        var task = new AnalysisTask.ConfirmTraffic(
                cluster,
                namespace,
                canary.workload(),
                expected,
                canary.confirmation().tolerance(),
                canary.confirmation().minimumRequests());
        steps.add(new PlannedStep(
                id,
                "see " + expected + " on the data plane",
                new StepAction.Analyse(task),
                canary.confirmation().timeout(),
                null));
    }

    private void add(
            String id, String title, DeploymentTask task, Duration timeout, @Nullable Compensation compensation) {
        steps.add(new PlannedStep(id, title, new StepAction.Deploy(task), timeout, compensation));
    }

    private Duration limit(Duration usual) {
        return Limits.oneOfMany(usual, canary.frame().timeout());
    }

    private DeploymentTask shiftTo(TrafficSplit split) {
        return new DeploymentTask.ShiftTraffic(
                cluster, namespace, canary.route(), canary.workload(), split, Steering.NONE, WayBack.BOUNDED);
    }

    private DeploymentTask removeVariants() {
        return new DeploymentTask.RemoveVariants(cluster, namespace, canary.route(), canary.workload());
    }
}
