package io.gennaker.deployer.task;

import static io.gennaker.deployer.task.Step.ADD_SUBSETS;
import static io.gennaker.deployer.task.Step.AMEND;
import static io.gennaker.deployer.task.Step.APPLY;
import static io.gennaker.deployer.task.Step.AWAIT_JOB;
import static io.gennaker.deployer.task.Step.AWAIT_NO_WEIGHT;
import static io.gennaker.deployer.task.Step.AWAIT_PODS;
import static io.gennaker.deployer.task.Step.AWAIT_READY;
import static io.gennaker.deployer.task.Step.CHECK_ROUTE;
import static io.gennaker.deployer.task.Step.COLLECT_CONFIG;
import static io.gennaker.deployer.task.Step.CREATE_JOB;
import static io.gennaker.deployer.task.Step.DELETE_JOB;
import static io.gennaker.deployer.task.Step.DELETE_OBJECTS;
import static io.gennaker.deployer.task.Step.DELETE_VARIANTS;
import static io.gennaker.deployer.task.Step.DRAIN;
import static io.gennaker.deployer.task.Step.FIND;
import static io.gennaker.deployer.task.Step.KEEP_LOGS;
import static io.gennaker.deployer.task.Step.RECORD_PREVIOUS;
import static io.gennaker.deployer.task.Step.REMOVE_SUBSETS;
import static io.gennaker.deployer.task.Step.RESTART;
import static io.gennaker.deployer.task.Step.RESTORE;
import static io.gennaker.deployer.task.Step.RESTORE_ROUTE;
import static io.gennaker.deployer.task.Step.ROLL_BACK;
import static io.gennaker.deployer.task.Step.SCALE_RELEASE;
import static io.gennaker.deployer.task.Step.SETTLE;
import static io.gennaker.deployer.task.Step.SET_WEIGHTS;
import static io.gennaker.deployer.task.Step.START_VARIANT;

import io.gennaker.contracts.DeploymentTask;
import java.util.List;
import java.util.Optional;

/// The steps of each kind of task, in the order that keeps every request served.
///
/// Up: pods ready, then subsets, then time for proxies to learn them, then weights. Down: weights, then time for
/// proxies to forget and requests to end, then subsets, then pods.
public final class Itinerary {
    private Itinerary() {}

    static List<Step> of(DeploymentTask task) {
        return switch (task) {
            case DeploymentTask.ApplyManifests _ -> List.of(RECORD_PREVIOUS, APPLY, AWAIT_READY, COLLECT_CONFIG);
            case DeploymentTask.StartBaseline _, DeploymentTask.StartCanary _ -> List.of(START_VARIANT, AWAIT_READY);
            case DeploymentTask.RunJob _ -> List.of(CREATE_JOB, AWAIT_JOB, KEEP_LOGS, DELETE_JOB);
            case DeploymentTask.ShiftTraffic _ ->
                List.of(CHECK_ROUTE, SCALE_RELEASE, AWAIT_PODS, ADD_SUBSETS, SETTLE, SET_WEIGHTS);
            case DeploymentTask.RemoveVariants _ -> List.of(AWAIT_NO_WEIGHT, DRAIN, REMOVE_SUBSETS, DELETE_VARIANTS);
            case DeploymentTask.UndoApply _ -> List.of(RESTORE, AWAIT_READY);
            case DeploymentTask.ScaleWorkload _, DeploymentTask.PatchObject _ ->
                List.of(RECORD_PREVIOUS, AMEND, AWAIT_READY);
            case DeploymentTask.RollBackWorkload _ -> List.of(RECORD_PREVIOUS, ROLL_BACK, AWAIT_READY);
            case DeploymentTask.RestartWorkload _ -> List.of(RESTART, AWAIT_READY);
            case DeploymentTask.DeleteObjects _ -> List.of(DELETE_OBJECTS);
            case DeploymentTask.FindImages _ -> List.of(FIND);
            case DeploymentTask.RestoreRoute _ -> List.of(RESTORE_ROUTE, DRAIN, REMOVE_SUBSETS);
        };
    }

    static Step first(DeploymentTask task) {
        return of(task).getFirst();
    }

    static Optional<Step> after(DeploymentTask task, Step step) {
        List<Step> steps = of(task);
        int next = steps.indexOf(step) + 1;
        return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
    }
}
