package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.pipeline.plan.Plan;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an inconclusive analysis does.
class InconclusiveTest {
    private static final Report.Inconclusive INCONCLUSIVE = new Report.Inconclusive(
            "inconclusive: too few samples", Map.of("verdict", "Inconclusive", "score", "50.0"));
    private static final Plan ASKING = Plans.of(Plans.askedAnalysis("one").done());

    @Test
    void shouldFailWhereNobodyIsToBeAsked() {
        // Given
        var story = Story.begun(Plans.of(Plans.canary("one", 10).done()))
                .succeeds("one/start-baseline", "one/start-canary", "one/shift-10", "one/confirm-10");

        // When
        story.reports("one/analyse-10", INCONCLUSIVE);

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.COMPENSATING);
        assertThat(story.events()).contains("step one/analyse-10 FAILED: inconclusive: too few samples");
    }

    @Test
    void shouldAskPeopleWithTheReportAsEvidence() {
        // Given
        var story = Story.begun(ASKING);

        // When
        story.reports("one/analyse", INCONCLUSIVE);

        // Then
        assertThat(story.commands()).containsExactly("ask one/analyse-inconclusive/1");
        assertThat(((JudgementCommand.Open) story.messages().getFirst()).spec().instructions())
                .isEqualTo("""
                        Look at the evidence.

                        Step analyse is inconclusive: too few samples

                        The report: `gennaker canary report shop-1/one/analyse/1`""");
        assertThat(story.events())
                .containsExactly(
                        "step one/analyse RUNNING: inconclusive: too few samples",
                        "stage one PAUSED: waits for a decision: analyse");
        assertThat(story.timers())
                .containsEntry(
                        new Timer.OperationTimeout(Story.operation("one/analyse-inconclusive")),
                        Duration.ofMinutes(2).plus(Turn.GRACE))
                .doesNotContainKey(new Timer.OperationTimeout(Story.operation("one/analyse")));
    }

    @Test
    void shouldGoOnWhenPeopleApprove() {
        // Given
        var story = Story.begun(ASKING).reports("one/analyse", INCONCLUSIVE);

        // When
        story.reports("one/analyse-inconclusive", new Report.Succeeded(Map.of("decidedBy", "ann")));

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(story.events()).startsWith("step one/analyse SUCCEEDED", "stage one SUCCEEDED");
    }

    @Test
    void shouldTakeBackWhenPeopleReject() {
        // Given
        var story = Story.begun(ASKING).reports("one/analyse", INCONCLUSIVE);

        // When
        story.fails("one/analyse-inconclusive", "rejected by ann");

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(story.events()).contains("step one/analyse FAILED: rejected by ann");
    }

    @Test
    void shouldWithdrawTheQuestionAndNotTheAnalysisWhenCancelled() {
        // Given
        var story = Story.begun(ASKING).reports("one/analyse", INCONCLUSIVE);

        // When
        story.cancelled();

        // Then
        assertThat(story.messages()).singleElement().isInstanceOf(JudgementCommand.Cancel.class);
        assertThat(story.commands()).containsExactly("cancel one/analyse-inconclusive/1");
    }
}
