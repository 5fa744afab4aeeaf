package io.gennaker.pipeline.planning;

import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.AnalysisTask.Certainty;
import io.gennaker.contracts.AnalysisTask.Certainty.OnLittleTraffic;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Rollout;
import io.gennaker.pipeline.definition.RolloutStep;
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

/// The steps that rollouts are made of, in the order in which they are asked for.
///
/// Traffic moves only between workloads that are ready, and each shift is seen on the data plane before the next step.
/// On the way back traffic leaves the variants, and is seen to have left, before they are removed: its compensations
/// are of earlier layers.
final class RolloutSteps {
    private final Frame frame;
    private final Rollout rollout;
    private final StageValues values;
    private final ClusterTarget cluster;
    private final String namespace;
    private final CompressedText release;
    private final CompressedText variant;
    private final List<PlannedStep> steps = new ArrayList<>();
    private final long questions;
    private final long pauses;
    private int asked;
    private int paused;
    private TrafficSplit split = TrafficSplit.ALL_RELEASE;
    private Steering steering = Steering.NONE;

    RolloutSteps(Frame frame, Rollout rollout, List<RolloutStep> written, StageValues values, Resolution resolution)
            throws Unplannable {
        this.frame = frame;
        this.rollout = rollout;
        this.values = values;
        this.cluster = values.cluster(rollout.cluster());
        this.namespace = values.namespace(rollout.namespace());
        this.questions =
                written.stream().filter(RolloutStep.Ask.class::isInstance).count();
        this.pauses =
                written.stream().filter(RolloutStep.Pause.class::isInstance).count();
        List<Manifest> full = values.manifests(rollout.manifests());
        List<Manifest> beside = values.with(
                        Map.of("stage", new Value.Text("canary"), "replicas", new Value.Whole(rollout.replicas())))
                .manifests(rollout.manifests());
        if (!holdsWorkload(full) || !holdsWorkload(beside)) {
            resolution
                    .refusals()
                    .add("stage " + frame.id() + ": its manifests hold no Deployment '" + rollout.workload()
                            + "', the workload of the canary, both as release and as canary");
        }
        this.release = values.packed(full);
        this.variant = values.packed(beside);
    }

    private boolean holdsWorkload(List<Manifest> manifests) {
        return manifests.stream()
                .anyMatch(manifest ->
                        manifest.kind().equals("Deployment") && manifest.name().equals(rollout.workload()));
    }

    List<PlannedStep> all() {
        return List.copyOf(steps);
    }

    /// Where shares are made of pods, those that are there have a share: the first shift makes the first of them.
    private int first(int replicas) {
        return isOfPods() ? 0 : replicas;
    }

    boolean isOfPods() {
        return rollout.route() instanceof Route.ReplicaShare;
    }

    /// Names the release in the route, before there is anything beside it. A route that sends to the whole
    /// Service would give variants their part of the requests as soon as they are ready. Where shares are made
    /// of pods, none are started.
    void keepRelease() {
        if (!isOfPods()) {
            add("keep-release", "keep all traffic on release", shiftTask(), limit(Limits.SHIFT), null);
        }
    }

    void startBaseline() {
        var task = new DeploymentTask.StartBaseline(cluster, namespace, rollout.workload(), first(rollout.replicas()));
        add("start-baseline", "start baseline" + size(rollout.replicas()), task, limit(Limits.APPLY), remove());
    }

    /// @param id also of a later step that lets it grow
    void startCanary(String id, String title, int replicas) {
        var task = new DeploymentTask.StartCanary(cluster, namespace, rollout.workload(), first(replicas), variant);
        add(id, title + size(replicas), task, limit(Limits.APPLY), remove());
    }

    private static String size(int replicas) {
        return " of " + replicas + (replicas == 1 ? " replica" : " replicas");
    }

    private Compensation remove() {
        return new Compensation(
                "remove-variants",
                "remove what was started beside release",
                new StepAction.Deploy(removeTask()),
                Limits.REMOVE,
                Compensation.Layer.WORKLOAD);
    }

    /// Gives away traffic, and sees it arrive.
    void shift(String name, TrafficSplit wanted) {
        split = wanted;
        add("shift-" + name, "shift traffic to " + split, shiftTask(), limit(Limits.SHIFT), restore());
        confirm("confirm-" + name, seen());
    }

    /// Everything goes there, and nothing needs to be picked out any more.
    void switchTo(TrafficSplit wanted) {
        steering = Steering.NONE;
        split = wanted;
        add("switch", "switch all traffic to the new version", shiftTask(), limit(Limits.SHIFT), restore());
        confirm("confirm-switch", seen());
    }

    void steer(String id, String title, Steering wanted) {
        steering = wanted;
        add(id, title, shiftTask(), limit(Limits.SHIFT), restore());
    }

    Steering steering() {
        return steering;
    }

    private Compensation restore() {
        return new Compensation(
                "restore-traffic",
                "return all traffic to release",
                new StepAction.Deploy(new DeploymentTask.ShiftTraffic(
                        cluster,
                        namespace,
                        rollout.route(),
                        rollout.workload(),
                        TrafficSplit.ALL_RELEASE,
                        Steering.NONE,
                        rollout.wayBack())),
                Limits.WAY_BACK,
                Compensation.Layer.TRAFFIC);
    }

    /// Too little traffic, or metrics that are away, hold nothing up: there is nobody to be seen.
    private Compensation seen() {
        var certainty = new Certainty(rollout.confirmation().certainty().confidence(), OnLittleTraffic.GO_ON);
        return new Compensation(
                "confirm-release",
                "see " + TrafficSplit.ALL_RELEASE + " on the data plane",
                new StepAction.Analyse(confirmation(TrafficSplit.ALL_RELEASE, certainty)),
                rollout.confirmation().timeout(),
                Compensation.Layer.DATA_PLANE);
    }

    void analyse(String id, int weight, Analysis analysis) throws Unplannable {
        steps.add(new PlannedStep(
                id,
                "compare canary with baseline at " + weight + " %",
                new StepAction.Analyse(
                        new AnalysisTask.AnalyseCanary(cluster, namespace, rollout.workload(), analysis.spec()),
                        values.question(analysis)),
                Limits.ofAnalysis(analysis.spec()),
                null));
    }

    void ask(RolloutStep.Ask ask) throws Unplannable {
        asked++;
        String id = questions == 1 ? "approve" : "approve-" + asked;
        steps.add(StagePlanner.ask(id, values.question(ask.question())));
    }

    void pause(RolloutStep.Pause pause) {
        paused++;
        await(pauses == 1 ? "pause" : "pause-" + paused, "pause " + pause.duration(), pause.duration());
    }

    void await(String id, String title, Duration duration) {
        steps.add(new PlannedStep(id, title, new StepAction.Wait(duration), duration.plus(Limits.MARGIN), null));
    }

    /// The release becomes the new version and gets everything; what stood beside it goes.
    void promote() {
        boolean isIdle = split.release() == 0;
        var apply = new DeploymentTask.ApplyManifests(cluster, namespace, release);
        Compensation undo = StagePlanner.undo(
                "undo-promote",
                cluster,
                namespace,
                isIdle ? Compensation.Layer.IDLE_RELEASE : Compensation.Layer.WORKLOAD);
        add("promote", "roll release to the new version", apply, limit(Limits.APPLY), undo);
        split = TrafficSplit.ALL_RELEASE;
        steering = Steering.NONE;
        add("return-traffic", "return all traffic to release", shiftTask(), limit(Limits.SHIFT), null);
        confirm("confirm-release", null);
        add("remove-variants", "remove what was started beside release", removeTask(), limit(Limits.REMOVE), null);
    }

    /// Pods alone tell nobody who answered: there is no mesh to ask.
    private void confirm(String id, @Nullable Compensation compensation) {
        if (isOfPods()) {
            return;
        }
        steps.add(new PlannedStep(
                id,
                "see " + split + " on the data plane",
                new StepAction.Analyse(
                        confirmation(split, rollout.confirmation().certainty())),
                rollout.confirmation().timeout(),
                compensation));
    }

    private AnalysisTask confirmation(TrafficSplit expected, Certainty certainty) {
        return new AnalysisTask.ConfirmTraffic(
                cluster,
                namespace,
                rollout.workload(),
                expected,
                rollout.confirmation().tolerance(),
                rollout.confirmation().minimumRequests(),
                certainty);
    }

    private void add(
            String id, String title, DeploymentTask task, Duration timeout, @Nullable Compensation compensation) {
        steps.add(new PlannedStep(id, title, new StepAction.Deploy(task), timeout, compensation));
    }

    private Duration limit(Duration usual) {
        return Limits.oneOfMany(usual, frame.timeout());
    }

    private DeploymentTask shiftTask() {
        return new DeploymentTask.ShiftTraffic(
                cluster, namespace, rollout.route(), rollout.workload(), split, steering, rollout.wayBack());
    }

    private DeploymentTask removeTask() {
        return new DeploymentTask.RemoveVariants(cluster, namespace, rollout.route(), rollout.workload());
    }
}
