package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.plan.FailurePolicy;
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
            Queued + Replaced -> Ended CANCELLED
            Queued + CancelRequested -> Ended CANCELLED
            Queued ignores Succeeded Failed TimedOut Cancelled Noted
            Queued ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue

            Running.Held + CancelRequested -> Ended CANCELLED
            Running.Held + ExecutionTimeout -> Ended TIMED_OUT
            Running.Held + StageDue -> Running
            Running.Held ignores Succeeded Failed TimedOut Cancelled Noted
            Running.Held ignores Started Replaced StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue

            Running.Requested + CancelRequested -> Compensating CANCELLED
            Running.Requested + Succeeded -> Running
            Running.Requested + Failed -> Compensating FAILED
            Running.Requested + TimedOut -> Compensating FAILED
            Running.Requested + Cancelled -> Compensating FAILED
            Running.Requested + Noted -> Running
            Running.Requested + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Requested + StageTimeout -> Compensating FAILED
            Running.Requested + OperationTimeout -> Compensating FAILED
            Running.Requested ignores Started Replaced WaitOver SettleTimeout RetryDue StageDue

            Running.Asked + CancelRequested -> Compensating CANCELLED
            Running.Asked + Succeeded -> Ended SUCCEEDED
            Running.Asked + Failed -> Ended FAILED
            Running.Asked + TimedOut -> Ended FAILED
            Running.Asked + Cancelled -> Ended FAILED
            Running.Asked + Noted -> Running
            Running.Asked + ExecutionTimeout -> Compensating TIMED_OUT
            Running.Asked + StageTimeout -> Compensating FAILED
            Running.Asked + OperationTimeout -> Compensating FAILED
            Running.Asked ignores Started Replaced WaitOver SettleTimeout RetryDue StageDue

            Running.Resting + CancelRequested -> Ended CANCELLED
            Running.Resting + ExecutionTimeout -> Ended TIMED_OUT
            Running.Resting + StageTimeout -> Ended FAILED
            Running.Resting + WaitOver -> Ended SUCCEEDED
            Running.Resting ignores Succeeded Failed TimedOut Cancelled Noted
            Running.Resting ignores Started Replaced OperationTimeout SettleTimeout RetryDue StageDue

            Running.TakingBack.InFlight + CancelRequested -> Compensating CANCELLED
            Running.TakingBack.InFlight + Succeeded -> Running
            Running.TakingBack.InFlight + Failed -> Running
            Running.TakingBack.InFlight + TimedOut -> Running
            Running.TakingBack.InFlight + Cancelled -> Running
            Running.TakingBack.InFlight + ExecutionTimeout -> Compensating TIMED_OUT
            Running.TakingBack.InFlight + OperationTimeout -> Running
            Running.TakingBack.InFlight ignores Started Replaced Noted StageTimeout WaitOver SettleTimeout RetryDue StageDue

            Running.TakingBack.BackingOff + CancelRequested -> Compensating CANCELLED
            Running.TakingBack.BackingOff + ExecutionTimeout -> Compensating TIMED_OUT
            Running.TakingBack.BackingOff + RetryDue -> Running
            Running.TakingBack.BackingOff ignores Succeeded Failed TimedOut Cancelled Noted
            Running.TakingBack.BackingOff ignores Started Replaced StageTimeout OperationTimeout WaitOver SettleTimeout StageDue

            Compensating.Settling + Succeeded -> Compensating CANCELLED
            Compensating.Settling + Failed -> Compensating CANCELLED
            Compensating.Settling + TimedOut -> Compensating CANCELLED
            Compensating.Settling + Cancelled -> Compensating CANCELLED
            Compensating.Settling + SettleTimeout -> Compensating CANCELLED
            Compensating.Settling + OperationTimeout -> Compensating CANCELLED
            Compensating.Settling ignores Started Replaced CancelRequested Noted
            Compensating.Settling ignores ExecutionTimeout StageTimeout WaitOver RetryDue StageDue

            Compensating.InFlight + Succeeded -> Ended FAILED
            Compensating.InFlight + Failed -> Compensating FAILED
            Compensating.InFlight + TimedOut -> Compensating FAILED
            Compensating.InFlight + Cancelled -> Compensating FAILED
            Compensating.InFlight + OperationTimeout -> Compensating FAILED
            Compensating.InFlight ignores Started Replaced CancelRequested Noted
            Compensating.InFlight ignores ExecutionTimeout StageTimeout WaitOver SettleTimeout RetryDue StageDue

            Compensating.BackingOff + RetryDue -> Compensating FAILED
            Compensating.BackingOff ignores Started Replaced CancelRequested
            Compensating.BackingOff ignores Succeeded Failed TimedOut Cancelled Noted
            Compensating.BackingOff ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout StageDue

            Ended ignores Started Replaced CancelRequested Succeeded Failed TimedOut Cancelled Noted
            Ended ignores ExecutionTimeout StageTimeout OperationTimeout WaitOver SettleTimeout RetryDue StageDue
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
        assertThat(
                        situation.story().ignored()
                                ? "ignored"
                                : words(situation.story().state()))
                .isEqualTo(row.getValue());
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
        assertThat(covered).contains("InFlight", "BackingOff", "Settling");
    }

    private static Map<String, Supplier<Situation>> states() {
        var states = new LinkedHashMap<String, Supplier<Situation>>();
        var limit = Duration.ofMinutes(5);
        states.put("Queued", () -> at(new Story(Plans.of(canary())), "one/start-baseline"));
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
                "Compensating.Settling",
                () -> at(Story.begun(Plans.of(canary())).cancelled(), "one/start-baseline"));
        states.put("Compensating.InFlight", () -> at(compensating(), "one/compensate-remove-variants"));
        states.put(
                "Compensating.BackingOff",
                () -> at(
                        compensating().fails("one/compensate-remove-variants", "x"), "one/compensate-remove-variants"));
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

    private static Story takingBack() {
        var stage = Plans.canary("one", 10).within(Duration.ofMinutes(5)).onFailure(FailurePolicy.CONTINUE);
        return Story.begun(Plans.of(stage.done(), Plans.deploy("other").done())).fails("one/start-baseline", "x");
    }

    private static Story compensating() {
        return Story.begun(Plans.of(canary())).fails("one/start-baseline", "x");
    }

    private static Map<String, String> rows() {
        var rows = new LinkedHashMap<String, String>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (line.contains(" ignores ")) {
                var parts = line.split(" ignores ");
                for (String input : parts[1].split(" ")) {
                    rows.put(parts[0] + " + " + input, "ignored");
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
        inputs.removeAll(List.of("Reported", "TimerFired"));
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
            case "Succeeded" -> report(situation, new Report.Succeeded(Map.of()));
            case "Failed" -> report(situation, new Report.Failed("why", Map.of()));
            case "TimedOut" -> report(situation, new Report.TimedOut("why"));
            case "Cancelled" -> report(situation, new Report.Cancelled());
            case "Noted" -> report(situation, new Report.Noted(Map.of("fact", "value")));
            case "ExecutionTimeout" -> fired(story, new Timer.ExecutionTimeout());
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

    private static Input fired(Story story, Timer timer) {
        return new Input.TimerFired(timer, story.now());
    }

    private static String words(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Queued queued -> "Queued";
            case ExecutionState.Running running -> "Running";
            case ExecutionState.Compensating going ->
                "Compensating " + going.ending().status();
            case ExecutionState.Ended ended -> "Ended " + ended.ending().status();
        };
    }
}
