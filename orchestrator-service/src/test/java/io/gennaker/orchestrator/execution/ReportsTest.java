package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReportsTest {
    private static final OperationId OPERATION = Story.operation("one/step");
    private static final Instant AT = Instant.EPOCH;

    @ParameterizedTest
    @MethodSource("meanings")
    void shouldTranslateWhenAServiceReports(OperationEvent event, Report expected) {
        assertThat(Reports.of(event)).isEqualTo(Optional.ofNullable(expected));
    }

    static List<Arguments> meanings() {
        return List.of(
                Arguments.of(new DeploymentEvent.Progressed(Story.ID, OPERATION, "1 of 2", AT), null),
                Arguments.of(
                        new DeploymentEvent.TrafficShifted(
                                Story.ID, OPERATION, Plans.PRODUCTION, "shop", Plans.ROUTE, TrafficSplit.even(10), AT),
                        null),
                Arguments.of(
                        new DeploymentEvent.JobLogged(Story.ID, OPERATION, "pod", "main", 3, "log", AT),
                        new Report.Noted(Map.of("exitCode", "3"))),
                Arguments.of(
                        new DeploymentEvent.Succeeded(Story.ID, OPERATION, Map.of("a", "b"), AT),
                        new Report.Succeeded(Map.of("a", "b"))),
                Arguments.of(
                        new DeploymentEvent.Failed(Story.ID, OPERATION, FailureCode.JOB_FAILED, "exit 1", AT),
                        new Report.Failed("exit 1", Map.of())),
                Arguments.of(
                        new DeploymentEvent.Failed(Story.ID, OPERATION, FailureCode.TIMED_OUT, "1 of 2", AT),
                        new Report.TimedOut("1 of 2")),
                Arguments.of(new DeploymentEvent.Cancelled(Story.ID, OPERATION, AT), new Report.Cancelled()),
                Arguments.of(new AnalysisEvent.Progressed(Story.ID, OPERATION, "warming up", null, AT), null),
                Arguments.of(
                        new AnalysisEvent.TrafficConfirmed(
                                Story.ID, OPERATION, TrafficSplit.even(10), new ObservedSplit(80, 10, 10, 100), AT),
                        new Report.Succeeded(Map.of())),
                Arguments.of(
                        new AnalysisEvent.TrafficUnconfirmed(
                                Story.ID,
                                OPERATION,
                                TrafficSplit.even(10),
                                new ObservedSplit(100, 0, 0, 3),
                                "saw 3 requests, at least 50 are needed",
                                AT),
                        new Report.Succeeded(Map.of())),
                Arguments.of(
                        completed(Verdict.PASS, 100, "all passed"),
                        new Report.Succeeded(Map.of("verdict", "Pass", "score", "100.0"))),
                Arguments.of(
                        completed(Verdict.FAIL, 40, "error-rate is High", "latency is High"),
                        new Report.Failed(
                                "error-rate is High; latency is High", Map.of("verdict", "Fail", "score", "40.0"))),
                Arguments.of(
                        completed(Verdict.INCONCLUSIVE, 80, "too few samples"),
                        new Report.Inconclusive(
                                "inconclusive: too few samples", Map.of("verdict", "Inconclusive", "score", "80.0"))),
                Arguments.of(
                        new AnalysisEvent.Failed(
                                Story.ID, OPERATION, FailureCode.TRAFFIC_NOT_CONFIRMED, "canary has 2 %", AT),
                        new Report.Failed("canary has 2 %", Map.of())),
                Arguments.of(new AnalysisEvent.Cancelled(Story.ID, OPERATION, AT), new Report.Cancelled()),
                Arguments.of(
                        concluded(JudgementOutcome.APPROVED, Decision.APPROVE, List.of("ann", "bob"), null),
                        new Report.Succeeded(Map.of("decidedBy", "ann, bob"))),
                Arguments.of(
                        new JudgementEvent.Concluded(
                                Story.ID,
                                OPERATION,
                                JudgementOutcome.APPROVED,
                                Decision.APPROVE,
                                List.of("ann"),
                                null,
                                AT,
                                Map.of("choice", "half", "batch", "4")),
                        new Report.Succeeded(Map.of("decidedBy", "ann", "choice", "half", "batch", "4"))),
                Arguments.of(
                        new JudgementEvent.Revoked(Story.ID, OPERATION, "s", "r", Story.BOB, Channel.WEB, null, AT),
                        null),
                Arguments.of(new JudgementEvent.Reminded(Story.ID, OPERATION, 1, AT), null),
                Arguments.of(
                        concluded(JudgementOutcome.REJECTED, Decision.REJECT, List.of("bob"), "too slow"),
                        new Report.Failed("rejected by bob: too slow", Map.of("decidedBy", "bob"))),
                Arguments.of(
                        concluded(JudgementOutcome.EXPIRED, Decision.REJECT, List.of(), null),
                        new Report.Failed("rejected: nobody decided in time", Map.of("decidedBy", ""))),
                Arguments.of(
                        concluded(JudgementOutcome.EXPIRED, Decision.APPROVE, List.of(), null),
                        new Report.Succeeded(Map.of("decidedBy", ""))),
                Arguments.of(
                        new JudgementEvent.DecisionRecorded(
                                Story.ID, OPERATION, "r", Decision.APPROVE, Story.BOB, Channel.CLI, null, AT),
                        null),
                Arguments.of(
                        new JudgementEvent.DecisionRefused(
                                Story.ID,
                                OPERATION,
                                "r",
                                DecisionRefusal.FORBIDDEN,
                                "no",
                                new Actor("x", List.of()),
                                AT),
                        null),
                Arguments.of(new JudgementEvent.Cancelled(Story.ID, OPERATION, AT), new Report.Cancelled()));
    }

    @Test
    void shouldCutReasonsWhenTheyAreTooLong() {
        // When
        var report = new Report.Failed("x".repeat(100_000), Map.of());

        // Then
        assertThat(report.reason()).hasSize(Bounded.LONGEST_REASON).endsWith("…");
    }

    @Test
    void shouldKeepHowANestedExecutionEndedWhenItGivesAsManyOutputsAsThereMayBe() {
        // Given
        var outputs = new TreeMap<String, String>();
        for (int i = 0; i < Bounded.MOST_OUTPUTS; i++) {
            outputs.put("build.output" + i, "x");
        }
        var ended = new ExecutionCommand.ReportNested(
                Story.ID, OPERATION, new ExecutionId("cart-1"), ExecutionStatus.SUCCEEDED, null, outputs, AT);

        // When
        var report = Reports.of(ended);

        // Then
        assertThat(report)
                .isInstanceOfSatisfying(
                        Report.Succeeded.class,
                        succeeded -> assertThat(succeeded.outputs())
                                .hasSize(Bounded.MOST_OUTPUTS)
                                .containsEntry("execution", "cart-1")
                                .containsEntry("status", "Succeeded"));
    }

    private static OperationEvent completed(Verdict verdict, double score, String... reasons) {
        return new AnalysisEvent.Completed(
                Story.ID, OPERATION, verdict, score, List.of(reasons), List.of(), AT, AT, AT);
    }

    private static OperationEvent concluded(
            JudgementOutcome outcome, Decision decision, List<String> decidedBy, @Nullable String comment) {
        return new JudgementEvent.Concluded(Story.ID, OPERATION, outcome, decision, decidedBy, comment, AT);
    }
}
