package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every (state, input) pair, enumerated from the sealed types: a pair without a row in the table fails the build.
///
/// A state is one of [ExecutionState], with what its stage or its way back is doing; an input is one of [Input], with
/// the [Report] or the [Timer] that it carries, told as if it were about just that.
class EveryPairTest {
    private static final String TABLE = """
            Queued + Started -> Running
            Queued + Frozen -> Queued
            Queued + Replaced -> Ended CANCELLED
            Queued + CancelRequested -> Ended CANCELLED
            Queued + StartBy -> Ended TIMED_OUT
            Queued ignores Thawed Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Queued ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Queued refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Queued.Frozen + Started -> Running
            Queued.Frozen + Frozen -> Queued
            Queued.Frozen + Thawed -> Queued
            Queued.Frozen + OverrideFreeze -> Queued
            Queued.Frozen + Replaced -> Ended CANCELLED
            Queued.Frozen + CancelRequested -> Ended CANCELLED
            Queued.Frozen + StartBy -> Ended TIMED_OUT
            Queued.Frozen ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Queued.Frozen ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Queued.Frozen refuses Pause Resume Retry Skip Ignore Restart

            Queued.Exempt + Started -> Running
            Queued.Exempt + Replaced -> Ended CANCELLED
            Queued.Exempt + CancelRequested -> Ended CANCELLED
            Queued.Exempt + StartBy -> Ended TIMED_OUT
            Queued.Exempt ignores Frozen Thawed Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Queued.Exempt ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Queued.Exempt refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Running.Held + CancelRequested -> Ended CANCELLED
            Running.Held + ExecutionTimeout -> Ended TIMED_OUT
            Running.Held + StageDue -> Running
            Running.Held ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Running.Held ignores Started Replaced Frozen Thawed StartBy StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue
            Running.Held + Pause -> Paused
            Running.Held + Skip -> Ended SUCCEEDED
            Running.Held refuses Resume Retry Ignore Restart OverrideFreeze

            Running.BetweenAttempts + CancelRequested -> Ended CANCELLED
            Running.BetweenAttempts + ExecutionTimeout -> Ended TIMED_OUT
            Running.BetweenAttempts + StageTimeout -> Ended FAILED
            Running.BetweenAttempts + StageDue -> Running
            Running.BetweenAttempts + Pause -> Paused
            Running.BetweenAttempts + Skip -> Ended SUCCEEDED
            Running.BetweenAttempts ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Running.BetweenAttempts ignores Started Replaced Frozen Thawed StartBy OperationTimeout WaitOver SettleTimeout RetryDue
            Running.BetweenAttempts refuses Resume Retry Ignore Restart OverrideFreeze

            Running.Ended + CancelRequested -> Compensating CANCELLED
            Running.Ended + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Ended + Pause -> Paused
            Running.Ended + Retry -> Running
            Running.Ended + Ignore -> Running
            Running.Ended + Restart -> Running
            Running.Ended ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted Started Replaced Frozen Thawed StartBy
            Running.Ended ignores StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Running.Ended refuses Resume Skip OverrideFreeze

            Running.Requested + CancelRequested -> Compensating CANCELLED
            Running.Requested + Succeeded -> Running
            Running.Requested + Failed -> Compensating FAILED
            Running.Requested + Inconclusive -> Compensating FAILED
            Running.Requested + TimedOut -> Compensating FAILED
            Running.Requested + Cancelled -> Compensating FAILED
            Running.Requested + Noted -> Running
            Running.Requested + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Requested + StageTimeout -> Compensating FAILED
            Running.Requested + OperationTimeout -> Compensating FAILED
            Running.Requested ignores Started Replaced Frozen Thawed StartBy WaitOver SettleTimeout RetryDue StageDue
            Running.Requested + Pause -> Paused
            Running.Requested + Skip -> Running
            Running.Requested refuses Resume Retry Ignore Restart OverrideFreeze

            Running.Asked + CancelRequested -> Compensating CANCELLED
            Running.Asked + Succeeded -> Ended SUCCEEDED
            Running.Asked + Failed -> Ended FAILED
            Running.Asked + Inconclusive -> Ended FAILED
            Running.Asked + TimedOut -> Ended FAILED
            Running.Asked + Cancelled -> Ended FAILED
            Running.Asked + Noted -> Running
            Running.Asked + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Asked + StageTimeout -> Compensating FAILED
            Running.Asked + OperationTimeout -> Compensating FAILED
            Running.Asked ignores Started Replaced Frozen Thawed StartBy WaitOver SettleTimeout RetryDue StageDue
            Running.Asked + Pause -> Paused
            Running.Asked + Skip -> Running
            Running.Asked refuses Resume Retry Ignore Restart OverrideFreeze

            Running.Resting + CancelRequested -> Ended CANCELLED
            Running.Resting + ExecutionTimeout -> Ended TIMED_OUT
            Running.Resting + StageTimeout -> Ended FAILED
            Running.Resting + WaitOver -> Ended SUCCEEDED
            Running.Resting ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Running.Resting ignores Started Replaced Frozen Thawed StartBy OperationTimeout SettleTimeout RetryDue StageDue
            Running.Resting + Pause -> Paused
            Running.Resting + Skip -> Ended SUCCEEDED
            Running.Resting refuses Resume Retry Ignore Restart OverrideFreeze

            Running.TakingBack.InFlight + CancelRequested -> Compensating CANCELLED
            Running.TakingBack.InFlight + Succeeded -> Running
            Running.TakingBack.InFlight + Failed -> Running
            Running.TakingBack.InFlight + Inconclusive -> Running
            Running.TakingBack.InFlight + TimedOut -> Running
            Running.TakingBack.InFlight + Cancelled -> Running
            Running.TakingBack.InFlight + ExecutionTimeout -> Compensating TIMED_OUT
            Running.TakingBack.InFlight + OperationTimeout -> Running
            Running.TakingBack.InFlight ignores Started Replaced Frozen Thawed StartBy Noted StageTimeout WaitOver SettleTimeout RetryDue StageDue
            Running.TakingBack.InFlight + Pause -> Paused
            Running.TakingBack.InFlight refuses Resume Retry Skip Ignore Restart OverrideFreeze

            Running.TakingBack.BackingOff + CancelRequested -> Compensating CANCELLED
            Running.TakingBack.BackingOff + ExecutionTimeout -> Compensating TIMED_OUT
            Running.TakingBack.BackingOff + RetryDue -> Running
            Running.TakingBack.BackingOff ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Running.TakingBack.BackingOff ignores Started Replaced Frozen Thawed StartBy StageTimeout OperationTimeout WaitOver SettleTimeout StageDue
            Running.TakingBack.BackingOff + Pause -> Paused
            Running.TakingBack.BackingOff refuses Resume Retry Skip Ignore Restart OverrideFreeze

            Running.TakingBack.Settling + CancelRequested -> Compensating CANCELLED
            Running.TakingBack.Settling + Succeeded -> Running
            Running.TakingBack.Settling + Failed -> Running
            Running.TakingBack.Settling + Inconclusive -> Running
            Running.TakingBack.Settling + TimedOut -> Running
            Running.TakingBack.Settling + Cancelled -> Running
            Running.TakingBack.Settling + ExecutionTimeout -> Compensating TIMED_OUT
            Running.TakingBack.Settling + OperationTimeout -> Running
            Running.TakingBack.Settling + SettleTimeout -> Running
            Running.TakingBack.Settling ignores Started Replaced Frozen Thawed StartBy Noted StageTimeout WaitOver RetryDue StageDue
            Running.TakingBack.Settling + Pause -> Paused
            Running.TakingBack.Settling refuses Resume Retry Skip Ignore Restart OverrideFreeze

            Compensating.Settling + Succeeded -> Compensating CANCELLED
            Compensating.Settling + Failed -> Compensating CANCELLED
            Compensating.Settling + Inconclusive -> Compensating CANCELLED
            Compensating.Settling + TimedOut -> Compensating CANCELLED
            Compensating.Settling + Cancelled -> Compensating CANCELLED
            Compensating.Settling + SettleTimeout -> Compensating CANCELLED
            Compensating.Settling + OperationTimeout -> Compensating CANCELLED
            Compensating.Settling ignores Started Replaced Frozen Thawed StartBy CancelRequested Noted
            Compensating.Settling ignores ExecutionTimeout StageTimeout WaitOver RetryDue StageDue
            Compensating.Settling refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Compensating.InFlight + Succeeded -> Ended FAILED
            Compensating.InFlight + Failed -> Compensating FAILED
            Compensating.InFlight + Inconclusive -> Compensating FAILED
            Compensating.InFlight + TimedOut -> Compensating FAILED
            Compensating.InFlight + Cancelled -> Compensating FAILED
            Compensating.InFlight + OperationTimeout -> Compensating FAILED
            Compensating.InFlight ignores Started Replaced Frozen Thawed StartBy CancelRequested Noted
            Compensating.InFlight ignores ExecutionTimeout StageTimeout WaitOver SettleTimeout RetryDue StageDue
            Compensating.InFlight refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Compensating.BackingOff + RetryDue -> Compensating FAILED
            Compensating.BackingOff ignores Started Replaced Frozen Thawed StartBy CancelRequested
            Compensating.BackingOff ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Compensating.BackingOff ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout StageDue
            Compensating.BackingOff refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Ended ignores Started Replaced Frozen Thawed StartBy CancelRequested Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Ended ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Ended refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Ended.Failed + Retry -> Queued
            Ended.Failed + Ignore -> Queued
            Ended.Failed + Restart -> Queued
            Ended.Failed ignores Started Replaced Frozen Thawed StartBy CancelRequested Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Ended.Failed ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Ended.Failed refuses Pause Resume Skip OverrideFreeze

            Ended.Cancelled + Retry -> Queued
            Ended.Cancelled + Restart -> Queued
            Ended.Cancelled ignores Started Replaced Frozen Thawed StartBy CancelRequested Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Ended.Cancelled ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Ended.Cancelled refuses Pause Resume Skip Ignore OverrideFreeze

            Ended.Unrecovered ignores Started Replaced Frozen Thawed StartBy CancelRequested Succeeded Failed Inconclusive TimedOut Cancelled Noted
            Ended.Unrecovered ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Ended.Unrecovered refuses Pause Resume Retry Skip Ignore Restart OverrideFreeze

            Paused.Requested + CancelRequested -> Compensating CANCELLED
            Paused.Requested + Succeeded -> Paused
            Paused.Requested + Failed -> Compensating FAILED
            Paused.Requested + Inconclusive -> Compensating FAILED
            Paused.Requested + TimedOut -> Compensating FAILED
            Paused.Requested + Cancelled -> Compensating FAILED
            Paused.Requested + Noted -> Paused
            Paused.Requested + OperationTimeout -> Compensating FAILED
            Paused.Requested + Resume -> Running
            Paused.Requested + Skip -> Paused
            Paused.Requested ignores Started Replaced Frozen Thawed StartBy ExecutionTimeout StageTimeout WaitOver SettleTimeout RetryDue StageDue
            Paused.Requested refuses Pause Retry Ignore Restart OverrideFreeze

            Paused.Due + CancelRequested -> Compensating CANCELLED
            Paused.Due + Resume -> Running
            Paused.Due + Skip -> Paused
            Paused.Due ignores Started Replaced Frozen Thawed StartBy ExecutionTimeout StageTimeout WaitOver SettleTimeout RetryDue StageDue
            Paused.Due ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted OperationTimeout
            Paused.Due refuses Pause Retry Ignore Restart OverrideFreeze

            Paused.Held + CancelRequested -> Ended CANCELLED
            Paused.Held + Resume -> Running
            Paused.Held + Skip -> Ended SUCCEEDED
            Paused.Held ignores Started Replaced Frozen Thawed StartBy ExecutionTimeout StageTimeout WaitOver SettleTimeout RetryDue StageDue
            Paused.Held ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted OperationTimeout
            Paused.Held refuses Pause Retry Ignore Restart OverrideFreeze

            Paused.Resting + CancelRequested -> Ended CANCELLED
            Paused.Resting + WaitOver -> Ended SUCCEEDED
            Paused.Resting + Resume -> Running
            Paused.Resting + Skip -> Ended SUCCEEDED
            Paused.Resting ignores Started Replaced Frozen Thawed StartBy ExecutionTimeout StageTimeout SettleTimeout RetryDue StageDue
            Paused.Resting ignores Succeeded Failed Inconclusive TimedOut Cancelled Noted OperationTimeout
            Paused.Resting refuses Pause Retry Ignore Restart OverrideFreeze

            Running.Analysing + CancelRequested -> Compensating CANCELLED
            Running.Analysing + Succeeded -> Ended SUCCEEDED
            Running.Analysing + Failed -> Ended FAILED
            Running.Analysing + Inconclusive -> Running
            Running.Analysing + TimedOut -> Ended FAILED
            Running.Analysing + Cancelled -> Ended FAILED
            Running.Analysing + Noted -> Running
            Running.Analysing + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Analysing + OperationTimeout -> Compensating FAILED
            Running.Analysing + StageTimeout -> Compensating FAILED
            Running.Analysing ignores Started Replaced Frozen Thawed StartBy WaitOver SettleTimeout RetryDue StageDue
            Running.Analysing + Pause -> Paused
            Running.Analysing + Skip -> Running
            Running.Analysing refuses Resume Retry Ignore Restart OverrideFreeze

            Running.Asked.Inconclusive + CancelRequested -> Compensating CANCELLED
            Running.Asked.Inconclusive + Succeeded -> Ended SUCCEEDED
            Running.Asked.Inconclusive + Failed -> Ended FAILED
            Running.Asked.Inconclusive + Inconclusive -> Ended FAILED
            Running.Asked.Inconclusive + TimedOut -> Ended FAILED
            Running.Asked.Inconclusive + Cancelled -> Ended FAILED
            Running.Asked.Inconclusive + Noted -> Running
            Running.Asked.Inconclusive + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Asked.Inconclusive + OperationTimeout -> Compensating FAILED
            Running.Asked.Inconclusive + StageTimeout -> Compensating FAILED
            Running.Asked.Inconclusive ignores Started Replaced Frozen Thawed StartBy WaitOver SettleTimeout RetryDue StageDue
            Running.Asked.Inconclusive + Pause -> Paused
            Running.Asked.Inconclusive + Skip -> Running
            Running.Asked.Inconclusive refuses Resume Retry Ignore Restart OverrideFreeze

            Paused.Analysing + CancelRequested -> Compensating CANCELLED
            Paused.Analysing + Succeeded -> Ended SUCCEEDED
            Paused.Analysing + Failed -> Ended FAILED
            Paused.Analysing + Inconclusive -> Paused
            Paused.Analysing + TimedOut -> Ended FAILED
            Paused.Analysing + Cancelled -> Ended FAILED
            Paused.Analysing + Noted -> Paused
            Paused.Analysing + Resume -> Running
            Paused.Analysing + Skip -> Paused
            Paused.Analysing ignores Started Replaced Frozen Thawed StartBy ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
            Paused.Analysing refuses Pause Retry Ignore Restart OverrideFreeze

            Running.Watched + CancelRequested -> Compensating CANCELLED
            Running.Watched + Succeeded -> Running
            Running.Watched + Failed -> Compensating FAILED
            Running.Watched + Inconclusive -> Compensating FAILED
            Running.Watched + TimedOut -> Compensating FAILED
            Running.Watched + Cancelled -> Compensating FAILED
            Running.Watched + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Watched + OperationTimeout -> Compensating FAILED
            Running.Watched + StageTimeout -> Compensating FAILED
            Running.Watched ignores Noted Started Replaced Frozen Thawed StartBy WaitOver SettleTimeout RetryDue StageDue
            Running.Watched + Pause -> Paused
            Running.Watched + Skip -> Running
            Running.Watched refuses Resume Retry Ignore Restart OverrideFreeze
            """;

    private static final Map<String, Supplier<Situation>> STATES = states();
    private static final Map<String, String> ROWS = rows();

    /// An execution in a state, and the operation that the state is about.
    private record Situation(Story story, OperationId operation) {}

    @TestFactory
    Stream<DynamicTest> shouldMoveAsTheTableSaysWhenAnInputComes() {
        return ROWS.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey() + " -> " + row.getValue(), () -> check(row)));
    }

    private static void check(Map.Entry<String, String> row) {
        // Given
        var pair = row.getKey().split(" \\+ ");
        var situation = Objects.requireNonNull(STATES.get(pair[0]), pair[0]).get();

        // When
        situation.story().tell(input(pair[1], situation));

        // Then
        assertThat(outcome(situation.story())).isEqualTo(row.getValue());
    }

    private static String outcome(Story story) {
        boolean refused = story.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.Emit(ExecutionEvent.InterventionRefused refusal));
        return story.ignored() ? "ignored" : refused ? "refused" : words(story.state());
    }

    @Test
    void shouldHaveARowForEveryPairOfTheSealedTypes() {
        // Given
        var pairs = new TreeSet<String>();
        for (String state : STATES.keySet()) {
            inputs().forEach(input -> pairs.add(state + " + " + input));
        }

        // When
        var covered = new TreeSet<>(ROWS.keySet());

        // Then
        assertThat(covered).isEqualTo(pairs);
    }

    @Test
    void shouldHaveASituationForEveryStateOfTheSealedTypes() {
        // When
        var covered = STATES.keySet().stream()
                .flatMap(state -> Arrays.stream(state.split("\\.")))
                .toList();

        // Then
        assertThat(covered).containsAll(names(ExecutionState.class));
        assertThat(covered).containsAll(names(StepState.class));
        assertThat(covered).containsAll(names(Freezing.class));
        assertThat(covered).contains("InFlight", "BackingOff", "Settling");
    }

    private static Map<String, Supplier<Situation>> states() {
        var states = new LinkedHashMap<String, Supplier<Situation>>();
        var limit = Duration.ofMinutes(5);
        states.put("Queued", () -> at(new Story(Plans.of(canary())), "one/start-baseline"));
        states.put("Queued.Frozen", () -> at(frozen(), "one/start-baseline"));
        states.put("Queued.Exempt", () -> at(frozen().told(new Intervention.OverrideFreeze()), "one/start-baseline"));
        states.put(
                "Running.Held",
                () -> at(
                        Story.begun(Plans.of(
                                Plans.deploy("one").opening(limit, null).done())),
                        "one/apply"));
        states.put("Running.Requested", () -> at(Story.begun(Plans.of(canary())), "one/start-baseline"));
        states.put(
                "Running.Asked",
                () -> at(
                        Story.begun(
                                Plans.of(Plans.judgement("one").within(limit).done())),
                        "one/ask"));
        states.put("Running.Analysing", () -> at(Story.begun(Plans.of(analysis())), "one/analyse"));
        states.put(
                "Running.Asked.Inconclusive",
                () -> at(
                        Story.begun(Plans.of(analysis()))
                                .reports("one/analyse", new Report.Inconclusive("too few", Map.of())),
                        "one/analyse-inconclusive"));
        states.put(
                "Running.Watched",
                () -> at(
                        Story.begun(Plans.of(Plans.canary("one", 10)
                                        .within(Duration.ofMinutes(5))
                                        .watched("analyse-10", "promote")))
                                .succeeds("one/start-baseline", "one/start-canary", "one/shift-10", "one/confirm-10"),
                        "one/watch"));
        states.put("Paused.Analysing", () -> at(paused(Plans.of(analysis())), "one/analyse"));
        states.put(
                "Running.Resting",
                () -> at(
                        Story.begun(
                                Plans.of(Plans.pause("one", limit).within(limit).done())),
                        "one/wait"));
        states.put("Running.TakingBack.InFlight", () -> at(takingBack(), "one/compensate-remove-variants"));
        states.put(
                "Running.TakingBack.BackingOff",
                () -> at(takingBack().fails("one/compensate-remove-variants", "x"), "one/compensate-remove-variants"));
        states.put(
                "Running.TakingBack.Settling",
                () -> at(
                        Story.begun(surviving())
                                .fires(new Timer.OperationTimeout(Story.operation("one/start-baseline"))),
                        "one/start-baseline"));
        states.put(
                "Compensating.Settling",
                () -> at(Story.begun(Plans.of(canary())).cancelled(), "one/start-baseline"));
        states.put("Compensating.InFlight", () -> at(compensating(), "one/compensate-remove-variants"));
        states.put(
                "Compensating.BackingOff",
                () -> at(
                        compensating().fails("one/compensate-remove-variants", "x"), "one/compensate-remove-variants"));
        states.put(
                "Running.BetweenAttempts",
                () -> at(
                        Story.begun(Plans.of(Plans.deploy("one")
                                        .retrying(2, limit)
                                        .within(limit)
                                        .done()))
                                .fails("one/apply", "x"),
                        "one/apply"));
        states.put(
                "Running.Ended",
                () -> at(
                        Story.begun(Plans.of(
                                        Plans.deploy("one")
                                                .onFailure(FailurePolicy.STOP_BRANCH)
                                                .done(),
                                        Plans.deploy("other").done()))
                                .fails("one/apply", "x"),
                        "one/apply"));
        states.put("Ended.Failed", () -> at(taken(compensating()), "one/compensate-remove-variants"));
        states.put(
                "Ended.Cancelled",
                () -> at(
                        Story.begun(Plans.of(Plans.deploy("one").done()))
                                .cancelled()
                                .succeeds("one/apply"),
                        "one/apply"));
        states.put("Ended.Unrecovered", () -> at(unrecovered(), "one/compensate-remove-variants"));
        states.put("Paused.Requested", () -> at(paused(Plans.of(canary())), "one/start-baseline"));
        states.put(
                "Paused.Due", () -> at(paused(Plans.of(canary())).succeeds("one/start-baseline"), "one/start-canary"));
        states.put(
                "Paused.Held",
                () -> at(
                        paused(Plans.of(Plans.deploy("one").opening(limit, null).done())), "one/apply"));
        states.put(
                "Paused.Resting",
                () -> at(paused(Plans.of(Plans.pause("one", limit).within(limit).done())), "one/wait"));
        states.put(
                "Ended",
                () -> at(Story.begun(Plans.of(Plans.deploy("one").done())).succeeds("one/apply"), "one/apply"));
        return states;
    }

    private static Situation at(Story story, String operation) {
        return new Situation(story, Story.operation(operation));
    }

    private static PlannedStage canary() {
        return Plans.canary("one", 10).within(Duration.ofMinutes(5)).done();
    }

    private static Story frozen() {
        var story = new Story(Plans.of(canary()));
        return story.tell(new Input.Frozen("christmas", "nobody is there", null, story.now()));
    }

    private static PlannedStage analysis() {
        return Plans.askedAnalysis("one").within(Duration.ofMinutes(5)).done();
    }

    private static Story takingBack() {
        return Story.begun(surviving()).fails("one/start-baseline", "x");
    }

    private static Plan surviving() {
        var stage = Plans.canary("one", 10).within(Duration.ofMinutes(5)).onFailure(FailurePolicy.CONTINUE);
        return Plans.of(stage.done(), Plans.deploy("other").done());
    }

    private static Story compensating() {
        return Story.begun(Plans.of(canary())).fails("one/start-baseline", "x");
    }

    private static Story paused(Plan plan) {
        return Story.begun(plan).told(new Intervention.Pause());
    }

    private static Story taken(Story story) {
        return story.succeeds("one/compensate-remove-variants");
    }

    private static Story unrecovered() {
        var story = compensating();
        for (int attempt = 1; attempt <= Retreat.ATTEMPTS; attempt++) {
            String operation = "one/compensate-remove-variants/" + attempt;
            story.fails(operation, "x").fires(new Timer.RetryDue(Story.operation(operation)));
        }
        return story;
    }

    private static Map<String, String> rows() {
        var rows = new LinkedHashMap<String, String>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (line.contains(" ignores ") || line.contains(" refuses ")) {
                var parts = line.split(" ignores | refuses ");
                for (String input : parts[1].split(" ")) {
                    rows.put(parts[0] + " + " + input, line.contains(" ignores ") ? "ignored" : "refused");
                }
            } else {
                var parts = line.split(" -> ");
                rows.put(parts[0], parts[1]);
            }
        });
        return rows;
    }

    private static List<String> inputs() {
        var inputs = new ArrayList<>(names(Input.class));
        inputs.removeAll(List.of("Reported", "TimerFired", "InterventionRequested"));
        inputs.addAll(names(Intervention.class));
        inputs.addAll(names(Report.class));
        inputs.addAll(names(Timer.class));
        return inputs;
    }

    private static List<String> names(Class<?> family) {
        return Arrays.stream(family.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
    }

    private static Input input(String name, Situation situation) {
        var story = situation.story();
        var operation = situation.operation();
        return switch (name) {
            case "Started" -> new Input.Started(story.now());
            case "Replaced" -> new Input.Replaced(Story.ID, story.now());
            case "CancelRequested" -> new Input.CancelRequested(Story.BOB, "why", story.now());
            case "Frozen" -> new Input.Frozen("winter", "snow", null, story.now());
            case "Thawed" -> new Input.Thawed(story.now());
            case "OverrideFreeze" -> asked(story, new Intervention.OverrideFreeze());
            case "Pause" -> asked(story, new Intervention.Pause());
            case "Resume" -> asked(story, new Intervention.Resume());
            case "Retry" -> asked(story, new Intervention.Retry("one"));
            case "Skip" -> asked(story, new Intervention.Skip("one"));
            case "Ignore" -> asked(story, new Intervention.Ignore("one"));
            case "Restart" -> asked(story, new Intervention.Restart("one"));
            case "Succeeded" -> report(situation, new Report.Succeeded(Map.of()));
            case "Failed" -> report(situation, new Report.Failed("why", Map.of()));
            case "Inconclusive" -> report(situation, new Report.Inconclusive("why", Map.of()));
            case "TimedOut" -> report(situation, new Report.TimedOut("why"));
            case "Cancelled" -> report(situation, new Report.Cancelled());
            case "Noted" -> report(situation, new Report.Noted(Map.of("fact", "value")));
            case "ExecutionTimeout" -> fired(story, new Timer.ExecutionTimeout());
            case "StartBy" -> fired(story, new Timer.StartBy(Duration.ofMinutes(10)));
            case "StageDue" -> fired(story, new Timer.StageDue("one"));
            case "StageTimeout" -> fired(story, new Timer.StageTimeout("one"));
            case "OperationTimeout" -> fired(story, new Timer.OperationTimeout(operation));
            case "WaitOver" -> fired(story, new Timer.WaitOver(operation));
            case "SettleTimeout" -> fired(story, new Timer.SettleTimeout(operation));
            case "RetryDue" -> fired(story, new Timer.RetryDue(operation));
            default -> throw new IllegalArgumentException("no input is named " + name);
        };
    }

    private static Input report(Situation situation, Report report) {
        return new Input.Reported(
                situation.operation(), report, situation.story().now());
    }

    private static Input asked(Story story, Intervention intervention) {
        return new Input.InterventionRequested("request-1", intervention, Story.BOB, "why", null, story.now());
    }

    private static Input fired(Story story, Timer timer) {
        return new Input.TimerFired(timer, story.now());
    }

    private static String words(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Queued queued -> "Queued";
            case ExecutionState.Running running -> "Running";
            case ExecutionState.Paused paused -> "Paused";
            case ExecutionState.Compensating going ->
                "Compensating " + going.ending().status();
            case ExecutionState.Ended ended -> "Ended " + ended.ending().status();
        };
    }
}
