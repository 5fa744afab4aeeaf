package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.plan.Variants;
import io.gennaker.deployer.traffic.RouteRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs one task from its recorded state to its end: tries the step, lets [TaskFlow] decide, records, goes on.
///
/// Nothing is known only here: after a crash at any point, another replica begins again at the recorded step.
public final class TaskRunner {
    /// How long after its deadline a task still tries to clean up.
    private static final Duration CLEANING = Duration.ofSeconds(60);
    /// For so long after a record nobody else can have taken the task over: a lease is much longer.
    private static final Duration SURE = Duration.ofMillis(500);
    private static final int LONGEST_REASON = 2000;

    private final Assignment assignment;
    private final Ports ports;
    private final Journal journal;
    private final Wakeup wakeup = new Wakeup();
    private final Progress progress = new Progress();
    private TaskState state;
    private boolean resumed;
    private int failures;
    private long recordedAt = System.nanoTime() - SURE.toNanos();

    /// @param recorded what an earlier run recorded; null at the first
    public TaskRunner(Assignment assignment, @Nullable TaskState recorded, Ports ports, Journal journal) {
        this.assignment = assignment;
        this.ports = ports;
        this.journal = journal;
        this.resumed = recorded != null;
        this.state = recorded != null
                ? recorded
                : TaskFlow.begin(assignment.task(), ports.clock().instant());
    }

    public void run() throws InterruptedException {
        journal.onCancel(wakeup::raise);
        var works = new StepWorks(new TaskContext(assignment, ports, wakeup, this::fence, this::record));
        StepWork work = null;
        try {
            while (true) {
                if (work == null) {
                    work = lazily(works, state, resumed);
                }
                StepOutcome outcome = outcome(work);
                failures = outcome.happening() instanceof Happening.Unavailable ? failures + 1 : 0;
                switch (TaskFlow.decide(assignment.task(), state, outcome.happening(), failures, now())) {
                    case Decision.GoOn(var next, var said) -> {
                        record(next, said, outcome);
                        work.close();
                        work = null;
                    }
                    case Decision.Wait(var reason, var lookAgain) -> {
                        say(reason);
                        sleep(lookAgain.orElse(assignment.deadline()));
                    }
                    case Decision.Retry(var reason, var after) -> {
                        work.close();
                        work = null;
                        // It may have written all the same: its answer may have been lost.
                        resumed = true;
                        say(reason + "; trying again");
                        sleep(now().plus(after));
                    }
                    case Decision.End(var ending) -> {
                        end(ending, outcome);
                        return;
                    }
                }
            }
        } finally {
            if (work != null) {
                work.close();
            }
        }
    }

    /// Making the work of a step asks the cluster already, and may fail as the step itself may.
    private static StepWork lazily(StepWorks works, TaskState state, boolean resumed) {
        return new StepWork() {
            private @Nullable StepWork work;

            @Override
            public StepOutcome attempt() {
                if (work == null) {
                    work = works.begin(state, resumed);
                }
                return work.attempt();
            }

            @Override
            public void close() {
                if (work != null) {
                    work.close();
                }
            }
        };
    }

    private StepOutcome outcome(StepWork work) {
        Optional<Happening> told = told();
        return told.isPresent() ? StepOutcome.of(told.get()) : attempted(work);
    }

    /// What the asker says comes before what the cluster says.
    private Optional<Happening> told() {
        return switch (state) {
            case TaskState.Working _ -> {
                if (journal.cancelRequested()) {
                    yield Optional.of(new Happening.CancelAsked());
                }
                yield isPast(assignment.deadline())
                        ? Optional.of(new Happening.DeadlinePassed(progress.latest()))
                        : Optional.empty();
            }
            case TaskState.Closing _ ->
                isPast(closingDeadline())
                        ? Optional.of(new Happening.DeadlinePassed(progress.latest()))
                        : Optional.empty();
        };
    }

    private StepOutcome attempted(StepWork work) {
        try {
            return work.attempt();
        } catch (ClusterProblem.Unavailable away) {
            return StepOutcome.of(new Happening.Unavailable(message(away), away.retryAfter()));
        } catch (ClusterProblem.Changed changed) {
            return StepOutcome.of(new Happening.Unavailable(message(changed), Optional.empty()));
        } catch (ClusterProblem.Refused refused) {
            return impossible(refused.code(), refused);
        } catch (InvalidManifests invalid) {
            return impossible(FailureCode.REFUSED, invalid);
        } catch (RouteRefusal refusal) {
            return impossible(FailureCode.ROUTE_INVALID, refusal);
        } catch (Variants.NoRelease missing) {
            return impossible(FailureCode.NO_RELEASE, missing);
        }
    }

    private static StepOutcome impossible(FailureCode code, RuntimeException why) {
        return StepOutcome.of(new Happening.Impossible(code, message(why)));
    }

    private static String message(RuntimeException why) {
        String message = String.valueOf(why.getMessage());
        return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON) + "...";
    }

    private void record(TaskState next, String said, StepOutcome outcome) {
        var reports = new ArrayList<>(outcome.reports());
        progress.say(said, now()).map(this::progressed).ifPresent(reports::add);
        write(next, reports, outcome.work());
        state = next;
        resumed = false;
    }

    private void say(String reason) {
        progress.say(reason, now()).map(this::progressed).ifPresent(report -> write(state, List.of(report), () -> {}));
    }

    private DeploymentEvent progressed(String text) {
        return new DeploymentEvent.Progressed(assignment.execution(), assignment.operation(), text, now());
    }

    private void end(Ending ending, StepOutcome outcome) {
        var reports = new ArrayList<>(outcome.reports());
        reports.add(
                switch (ending) {
                    case Ending.Reached(var outputs) ->
                        new DeploymentEvent.Succeeded(assignment.execution(), assignment.operation(), outputs, now());
                    case Ending.Missed(var code, var reason) ->
                        new DeploymentEvent.Failed(assignment.execution(), assignment.operation(), code, reason, now());
                    case Ending.Withdrawn() ->
                        new DeploymentEvent.Cancelled(assignment.execution(), assignment.operation(), now());
                });
        journal.end(reports, outcome.work());
    }

    /// What was recorded a moment ago has shown it.
    private void fence() {
        if (System.nanoTime() - recordedAt > SURE.toNanos()) {
            record(() -> {});
        }
    }

    private void record(Runnable work) {
        write(state, List.of(), work);
    }

    private void write(TaskState next, List<? extends DeploymentEvent> reports, Runnable work) {
        journal.record(next, reports, work);
        recordedAt = System.nanoTime();
    }

    private void sleep(Instant until) throws InterruptedException {
        Instant deadline = state instanceof TaskState.Closing ? closingDeadline() : assignment.deadline();
        Instant first = progress.due().filter(due -> due.isBefore(until)).orElse(until);
        wakeup.await(first.isBefore(deadline) ? first : deadline, ports.clock());
    }

    private Instant closingDeadline() {
        return assignment.deadline().plus(CLEANING);
    }

    private boolean isPast(Instant moment) {
        return !now().isBefore(moment);
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
