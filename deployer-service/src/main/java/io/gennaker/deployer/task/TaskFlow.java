package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.task.TaskState.Closing;
import io.gennaker.deployer.task.TaskState.Working;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Decides what a task does next. Pure: no clock, no I/O, no log.
///
/// ```
///  Working(first) --Done--> Working(next) ... --Done--> End(Reached)
///     |
///     |  Impossible, CancelAsked, DeadlinePassed
///     v
///  End(Missed | Withdrawn)
///
///  A task that runs a Job goes through Closing(KEEP_LOGS) --> Closing(DELETE_JOB) before any End.
/// ```
public final class TaskFlow {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private TaskFlow() {}

    public static TaskState begin(DeploymentTask task, Instant now) {
        return new Working(Itinerary.first(task), now, Map.of());
    }

    /// @param failures how often the step was unavailable in a row, this time included
    public static Decision decide(
            DeploymentTask task, TaskState state, Happening happening, int failures, Instant now) {
        return switch (state) {
            case Working working -> whileWorking(task, working, happening, failures, now);
            case Closing closing -> whileClosing(task, closing, happening, failures);
        };
    }

    private static Decision whileWorking(
            DeploymentTask task, Working state, Happening happening, int failures, Instant now) {
        return switch (happening) {
            case Happening.Done(var outputs, var said) -> next(task, state.with(outputs), state.step(), said, now);
            case Happening.AlreadyDone() -> afterNothing(task, state, now);
            case Happening.Needless(var why) ->
                new Decision.End(
                        new Ending.Reached(state.with(Map.of("note", why)).outputs()));
            case Happening.Still(var reason, var lookAgain) -> new Decision.Wait(reason, lookAgain);
            case Happening.Unavailable(var reason, var retryAfter) -> retry(reason, retryAfter, failures);
            case Happening.Impossible(var code, var reason) -> close(task, new Ending.Missed(code, reason));
            case Happening.CancelAsked() -> close(task, new Ending.Withdrawn());
            case Happening.DeadlinePassed(var lastReason) ->
                close(task, new Ending.Missed(FailureCode.TIMED_OUT, "not done in time: " + lastReason));
        };
    }

    private static Decision next(DeploymentTask task, Working state, Step done, String said, Instant now) {
        return Itinerary.after(task, done)
                .<Decision>map(step -> new Decision.GoOn(at(step, state, now), said))
                .orElseGet(() -> new Decision.End(new Ending.Reached(state.outputs())));
    }

    /// Once a Job has ended well, nothing can change how its task ends.
    private static TaskState at(Step step, Working state, Instant now) {
        return step == Step.KEEP_LOGS
                ? new Closing(step, new Ending.Reached(state.outputs()))
                : new Working(step, now, state.outputs());
    }

    /// When no subset was added, there is nothing new for proxies to learn.
    private static Decision afterNothing(DeploymentTask task, Working state, Instant now) {
        Step done = state.step() == Step.ADD_SUBSETS ? Step.SETTLE : state.step();
        return next(task, state, done, "", now);
    }

    /// Cleaning up is tried for a while, but never keeps an ending back for good.
    private static Decision whileClosing(DeploymentTask task, Closing state, Happening happening, int failures) {
        return switch (happening) {
            case Happening.Done _, Happening.AlreadyDone(), Happening.Needless _, Happening.Impossible _ ->
                Itinerary.after(task, state.step())
                        .<Decision>map(step -> new Decision.GoOn(new Closing(step, state.ending()), ""))
                        .orElseGet(() -> new Decision.End(state.ending()));
            case Happening.Still(var reason, var lookAgain) -> new Decision.Wait(reason, lookAgain);
            case Happening.Unavailable(var reason, var retryAfter) -> retry(reason, retryAfter, failures);
            case Happening.CancelAsked() -> new Decision.Wait("cleaning up", Optional.empty());
            case Happening.DeadlinePassed _ -> new Decision.End(state.ending());
        };
    }

    /// A Job must not outlive its task, however that ends; all else is left for compensation to take back.
    private static Decision close(DeploymentTask task, Ending ending) {
        return task instanceof DeploymentTask.RunJob
                ? new Decision.GoOn(new Closing(Step.KEEP_LOGS, ending), "")
                : new Decision.End(ending);
    }

    private static Decision retry(String reason, Optional<Duration> asked, int failures) {
        Duration backoff = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 6));
        Duration bounded = backoff.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : backoff;
        Duration after =
                asked.filter(duration -> duration.compareTo(bounded) > 0).orElse(bounded);
        return new Decision.Retry(reason, after);
    }
}
