package io.gennaker.pipeline.planning;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.pipeline.definition.ChosenObject;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.util.List;
import java.util.stream.Stream;

/// Plans stages that work on what is there already: one step each.
final class OperationPlanner {
    private OperationPlanner() {}

    static PlannedStep plan(Stage.Operate stage, StageValues values) throws Unplannable {
        var cluster = values.cluster(stage.cluster());
        String namespace = values.namespace(stage.namespace());
        ChosenObject object = stage.object();
        Operation operation = stage.operation();
        String kind = object.kind();
        if (waits(stage)) {
            var written = operation instanceof Operation.Patch patch ? values.writtenPatch(patch.file(), kind) : null;
            var work = new DeferredWork.Operate(cluster, namespace, object, operation, written, values.places());
            String title = stage.kind() + " a " + object.kind();
            return step(stage, title, work, values.deferred(work, stage.frame()));
        }
        var patch = operation instanceof Operation.Patch by ? values.patch(by.file(), kind) : null;
        var work = new DeferredWork.Operate(cluster, namespace, object, operation, null, List.of());
        DeploymentTask task = Operations.task(work, patch, values.bindings());
        return step(stage, title(task), work, new StepAction.Deploy(task));
    }

    /// Whether something of it reads how earlier stages ended.
    private static boolean waits(Stage.Operate stage) {
        var texts =
                switch (stage.operation()) {
                    case Operation.Scale scale -> Stream.of(scale.replicas());
                    case Operation.Undo(var revision) -> Stream.ofNullable(revision);
                    case Operation.Patch _, Operation.Delete _, Operation.Restart _, Operation.Find _ ->
                        Stream.<String>empty();
                };
        return !stage.frame().later().isEmpty()
                || Stream.concat(texts, Stream.ofNullable(stage.object().name()))
                        .anyMatch(text -> Template.reads(text, "stages"));
    }

    private static String title(DeploymentTask task) {
        return switch (task) {
            case DeploymentTask.ScaleWorkload scale -> "scale " + scale.object() + " to " + scale.replicas();
            case DeploymentTask.PatchObject patch -> "patch " + patch.object();
            case DeploymentTask.DeleteObjects delete ->
                delete.name() == null
                        ? "delete " + delete.kind() + "s with " + delete.labels()
                        : "delete " + delete.kind() + " " + delete.name();
            case DeploymentTask.RollBackWorkload undo ->
                "roll " + undo.object() + " back to "
                        + (undo.revision() == null ? "the revision before" : undo.revision());
            case DeploymentTask.RestartWorkload restart -> "restart " + restart.object();
            case DeploymentTask.FindImages find -> "find the image of " + find.object();
            case DeploymentTask.ApplyManifests _,
                    DeploymentTask.StartBaseline _,
                    DeploymentTask.StartCanary _,
                    DeploymentTask.RunJob _,
                    DeploymentTask.ShiftTraffic _,
                    DeploymentTask.RemoveVariants _,
                    DeploymentTask.UndoApply _,
                    DeploymentTask.RestoreRoute _ -> throw new IllegalStateException(task + " is no operation");
        };
    }

    private static PlannedStep step(Stage.Operate stage, String title, DeferredWork.Operate work, StepAction action) {
        boolean undo =
                switch (work.operation()) {
                    case Operation.Scale scale -> scale.undoOnFailure();
                    case Operation.Patch patch -> patch.undoOnFailure();
                    case Operation.Delete _, Operation.Undo _, Operation.Restart _, Operation.Find _ -> false;
                };
        Compensation compensation =
                undo ? StagePlanner.undo("undo-" + stage.kind(), work.cluster(), work.namespace()) : null;
        return new PlannedStep(
                stage.kind(),
                title + " on " + work.cluster().name(),
                action,
                Limits.onlyStep(stage.frame().timeout()),
                compensation);
    }
}
