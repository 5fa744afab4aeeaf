package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.orchestrator.execution.Ending;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Freezing;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Rollback;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.execution.Standing;
import io.gennaker.orchestrator.execution.StepState;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.execution.Tries;
import io.gennaker.orchestrator.execution.Undo;
import io.gennaker.orchestrator.intake.Recording;
import io.gennaker.pipeline.plan.Compensation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The written form is read by later versions: a change of these texts is a migration.
class StateJsonTest {
    private static final ExecutionId ID = new ExecutionId("shop-1");
    private static final OperationId OPERATION = new OperationId("shop-1/canary/shift-10/1");
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Undo UNDO =
            new Undo("canary", "restore-traffic", "all to release", Compensation.Layer.TRAFFIC, 3, OPERATION, 1);
    private static final String UNDO_JSON = """
            {"attempts":1,"begun":"shop-1/canary/shift-10/1","compensation":"restore-traffic",\
            "layer":"TRAFFIC","order":3,"stage":"canary","title":"all to release"}""";
    private static final Standing STANDING = new Standing(
            Map.of("one", new StageState.Blocked("x")), Set.of("two"), Map.of("two", new Tries(1, 1, AT)), 3);
    private static final String STANDING_JSON = """
            "standing":{"begun":3,"stages":{"one":{"type":"Blocked","reason":"x"}},"stopped":["two"],\
            "tries":{"two":{"begun":1,"deadline":"2026-01-01T10:00:00Z","spent":1}}}""";

    @ParameterizedTest
    @MethodSource("states")
    void shouldWriteAndReadStatesInTheirOneForm(ExecutionState state, String json) {
        assertThat(new String(StateJson.write(state), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(StateJson.readState(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(state);
    }

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(new ExecutionState.Queued(ID), "{\"type\":\"Queued\",\"id\":\"shop-1\"}"),
                Arguments.of(running(new StageState.Waiting()), running("{\"type\":\"Waiting\"}")),
                Arguments.of(
                        running(new StageState.Held(Instant.parse("2026-01-01T10:00:00Z"))),
                        running("{\"type\":\"Held\",\"until\":\"2026-01-01T10:00:00Z\"}")),
                Arguments.of(
                        running(new StageState.Active(
                                new StepState.Requested("shift-10", OPERATION), Map.of("a", "b"))),
                        running("{\"type\":\"Active\",\"current\":{\"type\":\"Requested\","
                                + "\"operation\":\"shop-1/canary/shift-10/1\",\"step\":\"shift-10\"},"
                                + "\"outputs\":{\"a\":\"b\"}}")),
                Arguments.of(
                        running(new StageState.Active(new StepState.Asked("approve", OPERATION), Map.of())),
                        running("{\"type\":\"Active\",\"current\":{\"type\":\"Asked\","
                                + "\"operation\":\"shop-1/canary/shift-10/1\",\"step\":\"approve\"},"
                                + "\"outputs\":{}}")),
                Arguments.of(
                        running(new StageState.Active(new StepState.Resting("wait", OPERATION), Map.of())),
                        running("{\"type\":\"Active\",\"current\":{\"type\":\"Resting\","
                                + "\"operation\":\"shop-1/canary/shift-10/1\",\"step\":\"wait\"},"
                                + "\"outputs\":{}}")),
                Arguments.of(
                        running(new StageState.Active(new StepState.Resting("wait", OPERATION, AT), Map.of())),
                        running("{\"type\":\"Active\",\"current\":{\"type\":\"Resting\","
                                + "\"operation\":\"shop-1/canary/shift-10/1\",\"step\":\"wait\","
                                + "\"until\":\"2026-01-01T10:00:00Z\"},\"outputs\":{}}")),
                Arguments.of(
                        running(new StageState.TakingBack(
                                StageStatus.FAILED_CONTINUED, "bad", Map.of(), rollback(new Rollback.Idle()))),
                        running("{\"type\":\"TakingBack\",\"outcome\":\"FailedContinued\",\"outputs\":{},"
                                + "\"reason\":\"bad\",\"rollback\":" + rollback("{\"type\":\"Idle\"}") + "}")),
                Arguments.of(
                        running(new StageState.Ended(StageStatus.SUCCEEDED, null, Map.of("a", "b"))),
                        running("{\"type\":\"Ended\",\"outputs\":{\"a\":\"b\"},\"status\":\"Succeeded\"}")),
                Arguments.of(
                        running(new StageState.Blocked("needs stage one, which failed")),
                        running("{\"type\":\"Blocked\",\"reason\":\"needs stage one, which failed\"}")),
                Arguments.of(
                        running(new StageState.Blocked("needs stage one, which failed", "skipped by bob: why")),
                        running("{\"type\":\"Blocked\",\"reason\":\"needs stage one, which failed\","
                                + "\"skipped\":\"skipped by bob: why\"}")),
                Arguments.of(
                        new ExecutionState.Compensating(
                                ID,
                                new Ending(ExecutionStatus.FAILED, "bad"),
                                rollback(new Rollback.InFlight(UNDO, OPERATION)),
                                null),
                        "{\"type\":\"Compensating\",\"ending\":{\"reason\":\"bad\",\"status\":\"Failed\"},"
                                + "\"id\":\"shop-1\",\"rollback\":"
                                + rollback("{\"type\":\"InFlight\",\"operation\":\"shop-1/canary/shift-10/1\","
                                        + "\"undo\":" + UNDO_JSON + "}")
                                + "}"),
                Arguments.of(
                        new ExecutionState.Compensating(
                                ID,
                                new Ending(ExecutionStatus.CANCELLED, null),
                                rollback(new Rollback.BackingOff(UNDO, OPERATION)),
                                null),
                        "{\"type\":\"Compensating\",\"ending\":{\"status\":\"Cancelled\"},"
                                + "\"id\":\"shop-1\",\"rollback\":"
                                + rollback("{\"type\":\"BackingOff\",\"failed\":\"shop-1/canary/shift-10/1\","
                                        + "\"undo\":" + UNDO_JSON + "}")
                                + "}"),
                Arguments.of(
                        new ExecutionState.Ended(ID, new Ending(ExecutionStatus.SUCCEEDED, null), null),
                        "{\"type\":\"Ended\",\"ending\":{\"status\":\"Succeeded\"},\"id\":\"shop-1\"}"),
                Arguments.of(
                        new ExecutionState.Ended(ID, new Ending(ExecutionStatus.FAILED, "bad"), STANDING),
                        "{\"type\":\"Ended\",\"ending\":{\"reason\":\"bad\",\"status\":\"Failed\"},\"id\":\"shop-1\","
                                + STANDING_JSON + "}"),
                Arguments.of(
                        new ExecutionState.Queued(ID, null, new Freezing.Frozen("christmas", "calm", AT)),
                        "{\"type\":\"Queued\",\"freezing\":{\"type\":\"Frozen\",\"freeze\":\"christmas\","
                                + "\"reason\":\"calm\",\"until\":\"2026-01-01T10:00:00Z\"},\"id\":\"shop-1\"}"),
                Arguments.of(
                        ExecutionState.Queued.exempt(ID),
                        "{\"type\":\"Queued\",\"freezing\":{\"type\":\"Exempt\"},\"id\":\"shop-1\"}"),
                Arguments.of(
                        new ExecutionState.Queued(ID, STANDING, null),
                        "{\"type\":\"Queued\",\"id\":\"shop-1\"," + STANDING_JSON + "}"),
                Arguments.of(
                        new ExecutionState.Paused(
                                (ExecutionState.Running)
                                        running(new StageState.Active(new StepState.Due("wait", OPERATION), Map.of())),
                                AT),
                        "{\"type\":\"Paused\",\"held\":"
                                + running("{\"type\":\"Active\",\"current\":{\"type\":\"Due\","
                                        + "\"operation\":\"shop-1/canary/shift-10/1\",\"step\":\"wait\"},"
                                        + "\"outputs\":{}}")
                                + ",\"since\":\"2026-01-01T10:00:00Z\"}"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldWriteAndReadInputsInTheirOneForm(Input input, String json) {
        assertThat(StateJson.write(input)).isEqualTo(json);
        assertThat(StateJson.readInput(json)).isEqualTo(input);
    }

    static Stream<Arguments> inputs() {
        String at = "\"at\":\"2026-01-01T10:00:00Z\"";
        String operation = "\"operation\":\"shop-1/canary/shift-10/1\"";
        return Stream.of(
                Arguments.of(new Input.Started(AT), "{\"type\":\"Started\"," + at + "}"),
                Arguments.of(
                        new Input.Frozen("christmas", "calm", null, AT),
                        "{\"type\":\"Frozen\"," + at + ",\"freeze\":\"christmas\",\"reason\":\"calm\"}"),
                Arguments.of(new Input.Thawed(AT), "{\"type\":\"Thawed\"," + at + "}"),
                Arguments.of(new Input.Replaced(ID, AT), "{\"type\":\"Replaced\"," + at + ",\"by\":\"shop-1\"}"),
                Arguments.of(
                        new Input.CancelRequested(new Actor("bob", List.of("admin")), "why", AT),
                        "{\"type\":\"CancelRequested\"," + at
                                + ",\"by\":{\"roles\":[\"admin\"],\"user\":\"bob\"},\"reason\":\"why\"}"),
                Arguments.of(
                        new Input.InterventionRequested(
                                "request-1",
                                new Intervention.Retry("canary"),
                                new Actor("bob", List.of()),
                                "why",
                                "no free place",
                                AT),
                        "{\"type\":\"InterventionRequested\"," + at
                                + ",\"by\":{\"roles\":[],\"user\":\"bob\"},"
                                + "\"intervention\":{\"type\":\"Retry\",\"stage\":\"canary\"},"
                                + "\"noPlace\":\"no free place\",\"reason\":\"why\",\"requestId\":\"request-1\"}"),
                reported(new Report.Succeeded(Map.of("a", "b")), "{\"type\":\"Succeeded\",\"outputs\":{\"a\":\"b\"}}"),
                reported(new Report.Failed("bad", Map.of()), "{\"type\":\"Failed\",\"outputs\":{},\"reason\":\"bad\"}"),
                reported(
                        new Report.Inconclusive("few", Map.of()),
                        "{\"type\":\"Inconclusive\",\"outputs\":{},\"reason\":\"few\"}"),
                reported(new Report.TimedOut("slow"), "{\"type\":\"TimedOut\",\"reason\":\"slow\"}"),
                reported(new Report.Cancelled(), "{\"type\":\"Cancelled\"}"),
                reported(new Report.Noted(Map.of()), "{\"type\":\"Noted\",\"outputs\":{}}"),
                fired(new Timer.ExecutionTimeout(), "{\"type\":\"ExecutionTimeout\"}"),
                fired(new Timer.StartBy(Duration.ofMinutes(10)), "{\"type\":\"StartBy\",\"within\":\"PT10M\"}"),
                fired(new Timer.StageDue("one"), "{\"type\":\"StageDue\",\"stage\":\"one\"}"),
                fired(new Timer.StageTimeout("one"), "{\"type\":\"StageTimeout\",\"stage\":\"one\"}"),
                fired(new Timer.OperationTimeout(OPERATION), "{\"type\":\"OperationTimeout\"," + operation + "}"),
                fired(new Timer.WaitOver(OPERATION), "{\"type\":\"WaitOver\"," + operation + "}"),
                fired(new Timer.SettleTimeout(OPERATION), "{\"type\":\"SettleTimeout\"," + operation + "}"),
                fired(new Timer.RetryDue(OPERATION), "{\"type\":\"RetryDue\"," + operation + "}"));
    }

    @Test
    void shouldFindChangesOfStagesAmongOtherEvents() {
        // Given
        var id = new ExecutionId("shop-1");
        var first = new ExecutionEvent.StageChanged(
                id, "test", StageStatus.FAILED, "1 of 3 probes", Map.of("url", "http://shop"), Instant.EPOCH);
        var second = new ExecutionEvent.StageChanged(id, "ship", StageStatus.RUNNING, null, Map.of(), Instant.EPOCH);
        var started = new ExecutionEvent.Started(id, "shop", Instant.EPOCH);

        // When
        var found = StateJson.readStageChanges(StateJson.write(List.of(started, first, started, second)));

        // Then
        assertThat(found).containsExactly(Recording.StageChange.of(first), Recording.StageChange.of(second));
        assertThat(StateJson.readStageChanges(StateJson.write(List.of(started))))
                .isEmpty();
    }

    @Test
    void shouldNameEveryTypeThatCanBeWritten() {
        // Given
        var written = Stream.concat(states(), inputs())
                .map(arguments -> arguments.get()[0].toString())
                .toList();

        // When
        var types = Stream.of(
                        ExecutionState.class,
                        Freezing.class,
                        StageState.class,
                        StepState.class,
                        Rollback.Attempt.class,
                        Input.class,
                        Report.class,
                        Timer.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()));

        // Then
        assertThat(types)
                .allSatisfy(type -> assertThat(written).anyMatch(text -> text.contains(type.getSimpleName() + "[")));
    }

    private static Arguments reported(Report report, String json) {
        return Arguments.of(
                new Input.Reported(OPERATION, report, AT),
                "{\"type\":\"Reported\",\"at\":\"2026-01-01T10:00:00Z\",\"operation\":\"shop-1/canary/shift-10/1\","
                        + "\"report\":" + json + "}");
    }

    private static Arguments fired(Timer timer, String json) {
        return Arguments.of(
                new Input.TimerFired(timer, AT),
                "{\"type\":\"TimerFired\",\"at\":\"2026-01-01T10:00:00Z\",\"timer\":" + json + "}");
    }

    private static ExecutionState running(StageState stage) {
        return new ExecutionState.Running(
                ID, Map.of("canary", stage), Map.of("canary", new Tries(2, 1, null)), List.of(UNDO), 3, AT);
    }

    private static String running(String stage) {
        return "{\"type\":\"Running\",\"begun\":3,\"deadline\":\"2026-01-01T10:00:00Z\",\"id\":\"shop-1\",\"owed\":["
                + UNDO_JSON + "],\"stages\":{\"canary\":" + stage + "},"
                + "\"tries\":{\"canary\":{\"begun\":2,\"spent\":1}}}";
    }

    private static Rollback rollback(Rollback.Attempt attempt) {
        return new Rollback(
                List.of(UNDO),
                List.of(new Rollback.Settling("canary", OPERATION)),
                attempt,
                List.of(new Rollback.Lost(UNDO, "gone")));
    }

    private static String rollback(String attempt) {
        return "{\"attempt\":" + attempt + ",\"lost\":[{\"reason\":\"gone\",\"undo\":" + UNDO_JSON
                + "}],\"remaining\":[" + UNDO_JSON
                + "],\"settling\":[{\"operation\":\"shop-1/canary/shift-10/1\",\"stage\":\"canary\"}]}";
    }
}
