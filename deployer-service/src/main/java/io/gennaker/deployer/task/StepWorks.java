package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.Shares;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the work of a step: one line for each.
final class StepWorks {
    private final TaskContext context;
    private @Nullable ApplySteps applySteps;

    StepWorks(TaskContext context) {
        this.context = context;
    }

    /// @param resumed whether another run may have begun the step before
    StepWork begin(TaskState state, boolean resumed) {
        return switch (context.task()) {
            case DeploymentTask.ApplyManifests task -> apply(task, state);
            case DeploymentTask.StartBaseline task ->
                state.step() == Step.START_VARIANT
                        ? () -> new VariantSteps(context).startBaseline(task)
                        : ready(variant(Track.BASELINE, task.workload()), state);
            case DeploymentTask.StartCanary task ->
                state.step() == Step.START_VARIANT
                        ? () -> new VariantSteps(context).startCanary(task)
                        : ready(variant(Track.CANARY, task.workload()), state);
            case DeploymentTask.RunJob task -> job(task, state);
            case DeploymentTask.ShiftTraffic task -> shift(task, state, resumed);
            case DeploymentTask.RemoveVariants task -> removal(task, state);
            case DeploymentTask.UndoApply task ->
                state.step() == Step.RESTORE
                        ? () -> new UndoSteps(context, task).restore(resumed)
                        : ready(new UndoSteps(context, task).keys(), state);
            case DeploymentTask.ScaleWorkload task -> amend(AmendSteps.scale(context, task), state);
            case DeploymentTask.PatchObject task -> amend(AmendSteps.patch(context, task), state);
            case DeploymentTask.RollBackWorkload task -> rollBack(task, state);
            case DeploymentTask.RestartWorkload task ->
                state.step() == Step.RESTART
                        ? () -> new RevisionSteps(context, task.object()).restart()
                        : ready(List.of(context.key(task.object())), state);
            case DeploymentTask.DeleteObjects task -> {
                var work = new DeletionWork(context, task, since(state), resumed);
                yield closing(work::delete, work::close);
            }
            case DeploymentTask.FindImages task -> () -> new RevisionSteps(context, task.object()).find();
            case DeploymentTask.RestoreRoute task -> restoreRoute(task, state);
        };
    }

    private StepWork apply(DeploymentTask.ApplyManifests task, TaskState state) {
        ApplySteps steps = applySteps != null ? applySteps : new ApplySteps(context, task);
        applySteps = steps;
        return switch (state.step()) {
            case RECORD_PREVIOUS -> steps::recordPrevious;
            case APPLY -> steps::apply;
            case AWAIT_READY -> ready(steps.keys(), state);
            case COLLECT_CONFIG -> steps::collectConfig;
            default -> throw unplanned(state);
        };
    }

    private StepWork amend(AmendSteps steps, TaskState state) {
        return switch (state.step()) {
            case RECORD_PREVIOUS -> steps::recordPrevious;
            case AMEND -> steps::amend;
            case AWAIT_READY -> ready(List.of(steps.key()), state);
            default -> throw unplanned(state);
        };
    }

    private StepWork rollBack(DeploymentTask.RollBackWorkload task, TaskState state) {
        var steps = new RollBackSteps(context, task);
        return switch (state.step()) {
            case RECORD_PREVIOUS -> steps::choose;
            case ROLL_BACK -> () -> steps.rollBack(outputs(state));
            case AWAIT_READY -> ready(List.of(context.key(task.object())), state);
            default -> throw unplanned(state);
        };
    }

    private StepWork shift(DeploymentTask.ShiftTraffic task, TaskState state, boolean resumed) {
        var steps = new ShiftSteps(context, task);
        return switch (state.step()) {
            case CHECK_ROUTE -> steps::checkRoute;
            case SCALE_RELEASE -> steps::scaleRelease;
            case AWAIT_PODS -> new PodsWork(context, task, ShiftSteps.union(steps.shares(), Shares::raised));
            case ADD_SUBSETS -> () -> steps.addSubsets(resumed);
            case SETTLE -> pause(state, context.settings().settle(), "lets proxies learn the new subsets");
            case SET_WEIGHTS -> new WeightsWork(context, task, since(state));
            default -> throw unplanned(state);
        };
    }

    private StepWork restoreRoute(DeploymentTask.RestoreRoute task, TaskState state) {
        if (state.step() == Step.DRAIN) {
            return drain(state);
        }
        var work = new RestoreRouteWork(context, task);
        return switch (state.step()) {
            case RESTORE_ROUTE -> closing(work::restoreRoute, work::close);
            case REMOVE_SUBSETS -> closing(work::removeLeftovers, work::close);
            default -> throw unplanned(state);
        };
    }

    private StepWork drain(TaskState state) {
        return pause(state, context.settings().drain(), "lets requests under way end");
    }

    private StepWork removal(DeploymentTask.RemoveVariants task, TaskState state) {
        if (state.step() == Step.DRAIN) {
            return drain(state);
        }
        var work = new RemovalWork(context, task);
        return switch (state.step()) {
            case AWAIT_NO_WEIGHT -> closing(work::awaitNoWeight, work::close);
            case REMOVE_SUBSETS -> closing(work::removeSubsets, work::close);
            case DELETE_VARIANTS -> closing(work::deleteVariants, work::close);
            default -> throw unplanned(state);
        };
    }

    private StepWork job(DeploymentTask.RunJob task, TaskState state) {
        var work = new JobWork(context, task, since(state));
        return switch (state.step()) {
            case CREATE_JOB -> closing(work::create, work::close);
            case AWAIT_JOB -> closing(work::await, work::close);
            case KEEP_LOGS -> closing(work::keepLogs, work::close);
            case DELETE_JOB -> closing(work::delete, work::close);
            default -> throw unplanned(state);
        };
    }

    private List<ResourceKey> variant(Track track, String workload) {
        return List.of(context.deployment(track.workload(workload, context.execution())));
    }

    private StepWork ready(List<ResourceKey> keys, TaskState state) {
        return new ReadyWork(context, keys, since(state));
    }

    private StepWork pause(TaskState state, Duration duration, String why) {
        Instant until = since(state).plus(duration);
        return () -> StepOutcome.of(
                context.now().isBefore(until) ? new Happening.Still(why, Optional.of(until)) : Happening.done());
    }

    private static Map<String, String> outputs(TaskState state) {
        return switch (state) {
            case TaskState.Working working -> working.outputs();
            case TaskState.Closing _ -> Map.of();
        };
    }

    private Instant since(TaskState state) {
        return switch (state) {
            case TaskState.Working working -> working.since();
            case TaskState.Closing _ -> context.now();
        };
    }

    private static StepWork closing(Supplier<StepOutcome> attempt, Runnable close) {
        return new StepWork() {
            @Override
            public StepOutcome attempt() {
                return attempt.get();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    private static IllegalStateException unplanned(TaskState state) {
        return new IllegalStateException("step " + state.step() + " is not one of this task");
    }
}
