package io.gennaker.pipeline.planning;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.pipeline.definition.ChosenObject;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Plans the one step of a stage that works on an object that is there already.
final class OperationPlanner {
    private static final int MOST_REPLICAS = 10_000;

    private final Stage.Operate stage;
    private final StageValues values;
    private final ClusterTarget cluster;
    private final String namespace;

    private OperationPlanner(Stage.Operate stage, StageValues values) throws Unplannable {
        this.stage = stage;
        this.values = values;
        this.cluster = values.cluster(stage.cluster());
        this.namespace = values.namespace(stage.namespace());
    }

    static PlannedStep plan(Stage.Operate stage, StageValues values) throws Unplannable {
        return new OperationPlanner(stage, values).step();
    }

    private PlannedStep step() throws Unplannable {
        return switch (stage.operation()) {
            case Operation.Scale scale -> {
                int replicas = values.number("replicas", scale.replicas(), 0, MOST_REPLICAS);
                yield step(
                        "scale " + object() + " to " + replicas,
                        new DeploymentTask.ScaleWorkload(cluster, namespace, object(), replicas),
                        scale.undoOnFailure());
            }
            case Operation.Patch patch ->
                step(
                        "patch " + object(),
                        new DeploymentTask.PatchObject(
                                cluster,
                                namespace,
                                object(),
                                patch.style(),
                                values.patch(
                                        patch.file(),
                                        patch.style() == PatchStyle.JSON
                                                ? ""
                                                : stage.object().kind())),
                        patch.undoOnFailure());
            case Operation.Delete _ -> delete();
            case Operation.Undo undo -> {
                Integer revision = revision(undo.revision());
                yield step(
                        "roll " + object() + " back to " + (revision == null ? "the revision before" : revision),
                        new DeploymentTask.RollBackWorkload(cluster, namespace, object(), revision),
                        false);
            }
            case Operation.Restart _ ->
                step("restart " + object(), new DeploymentTask.RestartWorkload(cluster, namespace, object()), false);
            case Operation.Find _ ->
                step(
                        "find the image of " + object(),
                        new DeploymentTask.FindImages(cluster, namespace, object()),
                        false);
        };
    }

    private PlannedStep delete() throws Unplannable {
        ChosenObject chosen = stage.object();
        String name = chosen.name() == null ? null : object().name();
        var task = new DeploymentTask.DeleteObjects(
                cluster, namespace, chosen.apiVersion(), chosen.kind(), name, chosen.labels());
        String what = name == null ? chosen.kind() + "s with " + chosen.labels() : chosen.kind() + " " + name;
        return step("delete " + what, task, false);
    }

    private @Nullable Integer revision(@Nullable String written) throws Unplannable {
        return written == null ? null : values.number("revision", written, 1, 1_000_000_000);
    }

    private ObjectReference object() throws Unplannable {
        ChosenObject chosen = stage.object();
        String name = values.objectName(Objects.requireNonNull(chosen.name(), "the reader asks for a name"));
        return new ObjectReference(chosen.apiVersion(), chosen.kind(), name);
    }

    private PlannedStep step(String title, DeploymentTask task, boolean undo) {
        Compensation compensation = undo ? StagePlanner.undo("undo-" + stage.kind(), cluster, namespace) : null;
        return new PlannedStep(
                stage.kind(),
                title + " on " + cluster.name(),
                new StepAction.Deploy(task),
                Limits.onlyStep(stage.frame().timeout()),
                compensation);
    }
}
