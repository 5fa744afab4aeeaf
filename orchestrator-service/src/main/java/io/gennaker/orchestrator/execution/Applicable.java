package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a person may do to an execution now, and why not.
final class Applicable {
    /// So much is named to whoever asked for something else.
    private static final int MOST_NAMED = 20;

    private final ExecutionState state;
    private final Plan plan;

    private Applicable(ExecutionState state, Plan plan) {
        this.state = state;
        this.plan = plan;
    }

    /// Why an intervention does not apply; empty when it does.
    static Optional<String> refusal(ExecutionState state, Intervention intervention, Plan plan) {
        return new Applicable(state, plan).refusal(intervention);
    }

    /// What applies, in the words of the command line.
    static List<String> allowed(ExecutionState state, Plan plan) {
        var applicable = new Applicable(state, plan);
        var cancel = state instanceof ExecutionState.Ended || state instanceof ExecutionState.Compensating
                ? Stream.<String>empty()
                : Stream.of("cancel");
        var others = Stream.concat(
                        Stream.of(
                                new Intervention.Pause(), new Intervention.Resume(), new Intervention.OverrideFreeze()),
                        plan.stages().stream()
                                .map(PlannedStage::id)
                                .flatMap(stage -> Stream.of(
                                        new Intervention.Retry(stage),
                                        new Intervention.Skip(stage),
                                        new Intervention.Ignore(stage),
                                        new Intervention.Restart(stage))))
                .filter(intervention -> applicable.refusal(intervention).isEmpty())
                .map(Words::of);
        return Stream.concat(cancel, others).limit(MOST_NAMED).toList();
    }

    private Optional<String> refusal(Intervention intervention) {
        return switch (intervention) {
            case Intervention.Pause pause -> pause();
            case Intervention.Resume resume ->
                state instanceof ExecutionState.Paused ? Optional.empty() : Optional.of("it is not paused");
            case Intervention.Retry(var stage) -> of(stage, intervention);
            case Intervention.Skip(var stage) -> of(stage, intervention);
            case Intervention.Ignore(var stage) -> of(stage, intervention);
            case Intervention.Restart(var stage) -> of(stage, intervention);
            case Intervention.OverrideFreeze override -> overrideFreeze();
        };
    }

    private Optional<String> overrideFreeze() {
        if (!(state instanceof ExecutionState.Queued queued)) {
            return Optional.of("it does not wait for the end of a freeze");
        }
        return switch (queued.freezing()) {
            case Freezing.Frozen frozen -> Optional.empty();
            case Freezing.Exempt exempt -> Optional.of("no freeze holds it any more; it waits for its place");
            case null -> Optional.of("no freeze holds it; it waits for its place");
        };
    }

    private Optional<String> pause() {
        return switch (state) {
            case ExecutionState.Running running -> Optional.empty();
            case ExecutionState.Paused paused -> Optional.of("it is paused since " + paused.since());
            case ExecutionState.Queued queued -> Optional.of("it waits for its place and runs nothing");
            case ExecutionState.Compensating compensating -> Optional.of("it takes back what it had begun");
            case ExecutionState.Ended ended -> Optional.of("it has ended");
        };
    }

    private Optional<String> of(String id, Intervention intervention) {
        var stage =
                plan.stages().stream().filter(known -> known.id().equals(id)).findFirst();
        if (stage.isEmpty()) {
            return Optional.of("there is no stage " + id);
        }
        return switch (state) {
            case ExecutionState.Running running -> open(running, stage.get(), intervention);
            case ExecutionState.Paused paused -> open(paused.held(), stage.get(), intervention);
            case ExecutionState.Ended ended -> closed(ended, stage.get(), intervention);
            case ExecutionState.Queued queued -> Optional.of("it waits for its place and runs nothing");
            case ExecutionState.Compensating compensating -> Optional.of("it takes back what it had begun");
        };
    }

    private Optional<String> open(ExecutionState.Running running, PlannedStage stage, Intervention intervention) {
        StageState standing = StageState.of(stage.id(), running.stages());
        return switch (intervention) {
            case Intervention.Skip skip ->
                skippable(standing)
                        ? Optional.empty()
                        : Optional.of(words(stage, standing)
                                + "; only a stage that is not over can be skipped, and only once");
            case Intervention.Retry retry ->
                failed(standing)
                        ? busy(running, stage)
                        : Optional.of(words(stage, standing) + "; only a stage that failed can be tried again");
            case Intervention.Ignore ignore ->
                failed(standing) && standing.status() != StageStatus.FAILED_CONTINUED
                        ? Optional.empty()
                        : Optional.of(words(stage, standing) + "; only a failure can be ignored, and only once");
            case Intervention.Restart restart ->
                standing instanceof StageState.Ended
                        ? busy(running, stage)
                        : Optional.of(words(stage, standing) + "; only a stage that is over can be restarted");
            case Intervention.Pause pause -> Optional.empty();
            case Intervention.Resume resume -> Optional.empty();
            case Intervention.OverrideFreeze override -> Optional.empty();
        };
    }

    /// Whether a stage is under way that would begin again with this one: one that needs it, or an item beside it.
    private Optional<String> busy(ExecutionState.Running running, PlannedStage stage) {
        return firstUnderWay(Downstream.of(stage.id(), plan), running)
                .map(other -> "stage " + other + ", which needs it, is under way")
                .or(() -> busyBeside(running, stage));
    }

    private Optional<String> busyBeside(ExecutionState.Running running, PlannedStage stage) {
        var again = Again.with(Set.of(stage.id()), running.stages(), plan);
        var others = plan.stages().stream()
                .filter(other -> again.contains(other.id()))
                .toList();
        return firstUnderWay(others, running)
                .map(other -> "stage " + other + ", which begins again with it, is under way");
    }

    private static Optional<String> firstUnderWay(List<PlannedStage> stages, ExecutionState.Running running) {
        var comingBack = StageState.comingBack(running.stages());
        return stages.stream()
                .map(PlannedStage::id)
                .filter(id -> switch (StageState.of(id, running.stages())) {
                    case StageState.Active active -> true;
                    case StageState.TakingBack takingBack -> true;
                    // It begins again, and is taken back with another one.
                    case StageState.Waiting waiting -> comingBack.contains(id);
                    case StageState.Held held -> false;
                    case StageState.Ended ended -> false;
                    case StageState.Blocked blocked -> false;
                })
                .findFirst();
    }

    private Optional<String> closed(ExecutionState.Ended ended, PlannedStage stage, Intervention intervention) {
        Standing standing = ended.standing();
        if (standing == null) {
            return Optional.of(
                    ended.status() == ExecutionStatus.SUCCEEDED
                            ? "it has succeeded; start a new one"
                            : "it has ended and cannot be opened again: "
                                    + ended.ending().reason());
        }
        StageState known = standing.stages().get(stage.id());
        boolean stopped = standing.stopped().contains(stage.id());
        return switch (intervention) {
            case Intervention.Retry retry ->
                stopped || known != null && failed(known)
                        ? Optional.empty()
                        : Optional.of(
                                "stage " + stage.id() + " did not fail; only a stage that failed can be tried again");
            case Intervention.Ignore ignore ->
                known != null && failed(known) && known.status() != StageStatus.FAILED_CONTINUED
                        ? takenBack(standing, stage)
                        : Optional.of(
                                "stage " + stage.id() + " did not fail; only a failure can be ignored, and only once");
            case Intervention.Restart restart ->
                standing.tries().containsKey(stage.id())
                        ? Optional.empty()
                        : Optional.of("stage " + stage.id() + " was never begun");
            case Intervention.Skip skip -> Optional.of("it has ended; a stage that failed can be ignored");
            case Intervention.Pause pause -> Optional.empty();
            case Intervention.Resume resume -> Optional.empty();
            case Intervention.OverrideFreeze override -> Optional.empty();
        };
    }

    /// Whether a stage that this one needs begins again: nothing may overtake it then.
    private Optional<String> takenBack(Standing standing, PlannedStage stage) {
        return plan.stages().stream()
                .filter(other -> !standing.stages().containsKey(other.id()))
                .filter(other -> Downstream.of(other.id(), plan).contains(stage))
                .findFirst()
                .map(other -> "stage " + other.id() + ", which it needs, was taken back and begins again");
    }

    private static boolean skippable(StageState state) {
        return switch (state) {
            case StageState.Waiting waiting -> waiting.skipped() == null;
            case StageState.Held held -> true;
            case StageState.Active active -> true;
            case StageState.TakingBack takingBack -> false;
            case StageState.Ended ended -> false;
            case StageState.Blocked blocked -> false;
        };
    }

    static boolean failed(StageState state) {
        return state instanceof StageState.Ended
                && switch (state.status()) {
                    case FAILED, TIMED_OUT, CANCELLED, FAILED_CONTINUED -> true;
                    case SUCCEEDED, SKIPPED, WAITING, RUNNING, PAUSED -> false;
                };
    }

    private static String words(PlannedStage stage, StageState state) {
        String what =
                switch (state) {
                    case StageState.TakingBack takingBack -> "is being taken back";
                    case StageState.Blocked blocked -> "does not run: " + blocked.reason();
                    case StageState.Waiting waiting -> StageFailure.verb(waiting.status());
                    case StageState.Held held -> StageFailure.verb(held.status());
                    case StageState.Active active -> StageFailure.verb(active.status());
                    case StageState.Ended ended -> StageFailure.verb(ended.status());
                };
        return "stage " + stage.id() + " " + what;
    }
}
