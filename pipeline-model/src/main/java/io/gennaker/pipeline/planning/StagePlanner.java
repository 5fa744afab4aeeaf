package io.gennaker.pipeline.planning;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans one stage: its values evaluated, its kind expanded into steps.
public final class StagePlanner {
    private StagePlanner() {}

    /// A stage with an expression that has no value is planned all the same: it fails at its turn, with the reason.
    public static PlannedStage plan(Stage stage, Resolution resolution) {
        try {
            return planned(stage, steps(stage, StageValues.of(resolution, stage.frame()), resolution), null);
        } catch (Unplannable unplannable) {
            return planned(stage, List.of(), unplannable.getMessage());
        }
    }

    private static PlannedStage planned(Stage stage, List<PlannedStep> steps, @Nullable String problem) {
        Frame frame = stage.frame();
        return new PlannedStage(
                frame.id(),
                stage.kind(),
                frame.needs(),
                frame.when(),
                frame.opening(),
                frame.retry(),
                frame.timeout(),
                frame.onFailure(),
                steps,
                problem);
    }

    private static List<PlannedStep> steps(Stage stage, StageValues values, Resolution resolution) throws Unplannable {
        return switch (stage) {
            case Stage.Deploy deploy -> List.of(apply(deploy, values));
            case Stage.Job job -> List.of(run(job, values));
            case Stage.Operate operate -> List.of(OperationPlanner.plan(operate, values));
            case Stage.Wait wait ->
                List.of(new PlannedStep(
                        "wait",
                        "wait " + wait.duration(),
                        new StepAction.Wait(wait.duration()),
                        wait.duration().plus(Limits.MARGIN),
                        null));
            case Stage.Judgement judgement -> List.of(ask("approve", values.question(judgement.question())));
            case Stage.Canary canary -> CanaryExpansion.expand(canary, values, resolution);
            case Stage.BlueGreen blueGreen -> BlueGreenExpansion.expand(blueGreen, values, resolution);
            case Stage.RollingOut rollingOut -> RollingOutExpansion.expand(rollingOut, values, resolution);
        };
    }

    static PlannedStep ask(String id, JudgementSpec spec) {
        return new PlannedStep(
                id,
                "ask: " + spec.title(),
                new StepAction.Ask(spec),
                spec.expiresAfter().plus(Limits.MARGIN),
                null);
    }

    private static PlannedStep apply(Stage.Deploy deploy, StageValues values) throws Unplannable {
        ClusterTarget cluster = values.cluster(deploy.cluster());
        String namespace = values.namespace(deploy.namespace());
        var task = new DeploymentTask.ApplyManifests(
                cluster, namespace, StageValues.packed(values.manifests(deploy.manifests())), deploy.force());
        return new PlannedStep(
                "apply",
                "apply manifests to " + cluster.name(),
                new StepAction.Deploy(task),
                Limits.onlyStep(deploy.frame().timeout()),
                deploy.undoOnFailure() ? undo("undo-apply", cluster, namespace) : null);
    }

    static Compensation undo(String id, ClusterTarget cluster, String namespace) {
        return undo(id, cluster, namespace, Compensation.Layer.WORKLOAD);
    }

    static Compensation undo(String id, ClusterTarget cluster, String namespace, Compensation.Layer layer) {
        return new Compensation(
                id, "restore what was there before", new StepAction.UndoApply(cluster, namespace), Limits.APPLY, layer);
    }

    private static PlannedStep run(Stage.Job job, StageValues values) throws Unplannable {
        ClusterTarget cluster = values.cluster(job.cluster());
        var task = new DeploymentTask.RunJob(
                cluster,
                values.namespace(job.namespace()),
                StageValues.packed(values.manifests(List.of(job.manifest()))));
        return new PlannedStep(
                "run",
                "run job on " + cluster.name(),
                new StepAction.Deploy(task),
                Limits.onlyStep(job.frame().timeout()),
                null);
    }
}
