package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What an execution waits for, and by when it must have moved again. Every wait has a limit of its own that moves the
/// execution; one that stands still beyond it has lost a message or a timer, or nobody works on it.
public final class Patience {
    /// Beyond the limit: timers and messages may be late on a busy machine.
    static final Duration SLACK = Duration.ofMinutes(1);

    /// The deployer's work is long done by then in most cases, whatever its limit is.
    static final Duration QUIET = Duration.ofMinutes(30);

    /// Requests are with what has failed as long: people want to know soon.
    static final Duration URGENT = Duration.ofMinutes(5);

    private final ExecutionId id;
    private final Plan plan;
    private final Instant moved;
    private final List<Wait> waits = new ArrayList<>();

    private Patience(ExecutionId id, Plan plan, Instant moved) {
        this.id = id;
        this.plan = plan;
        this.moved = moved;
    }

    private record Wait(String what, Instant until) {}

    /// When to look whether an execution has moved since; empty when it may stand still as long as it likes.
    ///
    /// @param moved when it came into this state
    public static Optional<Instant> until(ExecutionState state, Plan plan, Instant moved) {
        return waits(state, plan, moved).stream().map(Wait::until).min(Instant::compareTo);
    }

    /// What it waits for, in words for people.
    public static List<String> waitsFor(ExecutionState state, Plan plan) {
        return waits(state, plan, Instant.EPOCH).stream().map(Wait::what).toList();
    }

    private static List<Wait> waits(ExecutionState state, Plan plan, Instant moved) {
        var patience = new Patience(state.id(), plan, moved);
        switch (state) {
            case ExecutionState.Running running -> patience.stages(running);
            case ExecutionState.Compensating compensating -> patience.rollback(compensating.rollback());
            // They wait for a place, for a person, for nothing.
            case ExecutionState.Queued queued -> {}
            case ExecutionState.Paused paused -> {}
            case ExecutionState.Ended ended -> {}
        }
        return Collections.unmodifiableList(patience.waits);
    }

    private void stages(ExecutionState.Running running) {
        for (PlannedStage stage : plan.stages()) {
            switch (StageState.of(stage.id(), running.stages())) {
                case StageState.Active active -> step(stage, active.current());
                case StageState.Held held -> add("the beginning of stage " + stage.id(), held.until());
                case StageState.TakingBack back -> rollback(back.rollback());
                case StageState.Waiting waiting -> {}
                case StageState.Ended ended -> {}
                case StageState.Blocked blocked -> {}
            }
        }
        if (waits.isEmpty()) {
            add("nothing that is under way", moved);
        }
    }

    private void step(PlannedStage stage, StepState current) {
        PlannedStep step = stage.steps().stream()
                .filter(candidate -> candidate.id().equals(current.step()))
                .findFirst()
                .orElseThrow();
        String name = "step " + stage.id() + "/" + step.id();
        switch (current) {
            case StepState.Requested requested ->
                add(name + ": no answer about " + requested.operation(), moved.plus(limit(step)));
            case StepState.Asked asked -> add(name + ": no decision", moved.plus(Inquiry.limit(step, asked)));
            case StepState.Resting(var id, var operation, var until) ->
                add(name + ": the end of its time", until == null ? moved.plus(step.timeout()) : until);
            case StepState.Due due -> add(name + ": its beginning", moved);
        }
    }

    private static Duration limit(PlannedStep step) {
        boolean deployer = step.action() instanceof StepAction.Deploy || step.action() instanceof StepAction.UndoApply;
        return deployer && step.timeout().compareTo(QUIET) > 0 ? QUIET : step.timeout();
    }

    private void rollback(Rollback rollback) {
        for (Rollback.Settling settling : rollback.settling()) {
            add("the end of " + settling.operation(), moved.plus(limit(settling, rollback)));
        }
        switch (rollback.attempt()) {
            case Rollback.InFlight(var undo, var operation) ->
                add("compensation: no answer about " + operation, moved.plus(limit(undo)));
            case Rollback.BackingOff(var undo, var failed) ->
                add(
                        "another attempt after " + failed,
                        moved.plus(Retreat.FIRST_BACKOFF.multipliedBy(1L << Retreat.ATTEMPTS)));
            case Rollback.Idle idle -> {}
        }
    }

    /// A compensation that was under way when the way back was widened is done again, and keeps its own limit until
    /// it ends.
    private Duration limit(Rollback.Settling settling, Rollback rollback) {
        return rollback.remaining().stream()
                .filter(undo -> undo.operation(id).equals(settling.operation()))
                .findFirst()
                .map(this::timeout)
                .orElse(Turn.SETTLE_LIMIT);
    }

    private Duration limit(Undo undo) {
        Duration timeout = timeout(undo);
        boolean urgent = undo.layer() == Compensation.Layer.TRAFFIC && timeout.compareTo(URGENT) > 0;
        return urgent ? URGENT : timeout;
    }

    private Duration timeout(Undo undo) {
        return plan.stage(undo.stage()).steps().stream()
                .flatMap(step -> Stream.ofNullable(step.compensation()))
                .filter(compensation -> compensation.id().equals(undo.compensation()))
                .findFirst()
                .orElseThrow()
                .timeout();
    }

    private void add(String what, Instant until) {
        waits.add(new Wait(what, until.plus(Turn.GRACE).plus(SLACK)));
    }
}
