package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.judgement;
import static io.gennaker.orchestrator.execution.Plans.stage;
import static io.gennaker.orchestrator.execution.Plans.step;
import static io.gennaker.orchestrator.execution.Plans.undoableDeploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The items of a list of which no further one begins when one has failed.
class ItemsTest {
    private static final String KEPT = "another item of all failed";
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void shouldBeginNoFurtherItemWhileOneThatFailedIsTakenBack() {
        // Given
        var story = Story.begun(items(UnaryOperator.identity())).fails("all[a]/apply", "quota");
        assertThat(story.commands()).containsExactly("start all[a]/compensate-undo-apply/1");

        // When
        story.succeeds("all[b]/apply");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.events()).contains("stage all[d] SKIPPED: " + KEPT);
        story.succeeds("all[a]/compensate-undo-apply");
        assertThat(story.commands()).isEmpty();
        assertThat(story.events())
                .contains("stage all[c] SKIPPED: " + KEPT, "stage all FAILED: 1 of 4 failed: a; not begun: c, d");
    }

    @Test
    void shouldEndAnItemThatWaitsForItsTimeWhenAnotherHasFailed() {
        // Given
        var story =
                Story.begun(items(item -> item.opening(HOUR, null))).later(HOUR).fires(new Timer.StageDue("all[a]"));

        // When
        story.fails("all[a]/apply", "quota");

        // Then
        assertThat(story.events()).contains("stage all[b] SKIPPED: " + KEPT);
        assertThat(story.timers()).doesNotContainKey(new Timer.StageDue("all[b]"));
        story.succeeds("all[a]/compensate-undo-apply");
        assertThat(story.events()).endsWith("stage all FAILED: 1 of 4 failed: a; not begun: b, c, d");
    }

    @Test
    void shouldNotBeginAtTheResumeWhatAnotherItemsFailureKeepsFromIt() {
        // Given
        var story = Story.begun(items(item -> item.opening(HOUR, null)))
                .later(HOUR)
                .fires(new Timer.StageDue("all[a]"))
                .told(new Intervention.Pause())
                .fires(new Timer.StageDue("all[b]"))
                .fails("all[a]/apply", "quota");

        // When
        story.told(new Intervention.Resume());

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.stage("all[b]").status()).isEqualTo(StageStatus.SKIPPED);
    }

    @Test
    void shouldTryAnItemAgainThatHadBegunBeforeAnotherFailed() {
        // Given
        var story = Story.begun(
                        items(item -> item.id().equals("all[a]") ? item.retrying(2, Duration.ofSeconds(10)) : item))
                .fails("all[a]/apply", "quota")
                .succeeds("all[a]/compensate-undo-apply")
                .fails("all[b]/apply", "quota");

        // When
        story.later(Duration.ofSeconds(10)).fires(new Timer.StageDue("all[a]"));

        // Then
        assertThat(story.commands()).containsExactly("start all[a]/apply/2");
    }

    @Test
    void shouldBeginTheNextItemWhileOneIsTakenBackToBeTriedAgain() {
        // Given
        var story = Story.begun(items(item -> item.retrying(2, Duration.ofSeconds(10))))
                .fails("all[a]/apply", "quota");

        // When
        story.succeeds("all[b]/apply");

        // Then
        assertThat(story.commands()).containsExactly("start all[d]/apply/1");
    }

    @Test
    void shouldBeginTheNextItemWhileOneIsTakenBackThatAPersonSkipped() {
        // Given
        var story = Story.begun(items(UnaryOperator.identity()))
                .told(new Intervention.Skip("all[a]"))
                .isCancelled("all[a]/apply");
        assertThat(story.stage("all[a]")).isInstanceOf(StageState.TakingBack.class);

        // When
        story.succeeds("all[b]/apply");

        // Then
        assertThat(story.commands()).containsExactly("start all[d]/apply/1");
    }

    @Test
    void shouldBeginTheItemsThatAFailedOneKeptFromItWhenThatIsTriedAgain() {
        // Given
        var story = failed(FailurePolicy.STOP_BRANCH);
        assertThat(story.stage("all[d]").status()).isEqualTo(StageStatus.SKIPPED);

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.events()).contains("stage all[d] WAITING: tried again by bob: incident 17");
        assertThat(story.commands()).containsExactly("start all[a]/apply/2", "start all[d]/apply/1");
        story.succeeds("all[a]/apply/2", "all[c]/apply", "all[d]/apply");
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    @Test
    void shouldBeginTheItemsThatAFailedOneKeptFromItWhenItIsOpenedAgain() {
        // Given
        var story = failed(FailurePolicy.FAIL);
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.COMPENSATING);
        story.isCancelled("other/ask").succeeds("all[b]/compensate-undo-apply");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        story.told(new Intervention.Retry("all[a]")).started();

        // Then
        assertThat(story.commands()).containsExactly("start all[a]/apply/2", "start all[b]/apply/2", "ask other/ask/2");
        story.succeeds("all[a]/apply/2", "all[b]/apply/2");
        assertThat(story.commands()).containsExactly("start all[d]/apply/1");
    }

    @Test
    void shouldNotBeginAnItemWhoseOwnConditionIsFalseWhenAFailedOneIsTriedAgain() {
        // Given
        var story = new Story(
                        items(item -> item.id().equals("all[c]") ? item.when("false") : item),
                        (when, plan, stages) -> new ConditionResult.NotMet())
                .started()
                .succeeds("all[a]/apply")
                .fails("all[b]/apply", "quota")
                .succeeds("all[b]/compensate-undo-apply");
        assertThat(story.stage("all[c]").status()).isEqualTo(StageStatus.SKIPPED);

        // When
        story.told(new Intervention.Retry("all[b]"));

        // Then
        assertThat(story.events()).noneMatch(event -> event.startsWith("stage all[c] "));
        assertThat(story.commands()).containsExactly("start all[b]/apply/2");
    }

    @Test
    void shouldBeginAFailedItemAgainWithOneThatIsRestarted() {
        // Given
        var story = failed(FailurePolicy.STOP_BRANCH);

        // When
        story.told(new Intervention.Restart("all[b]"));

        // Then
        assertThat(story.commands()).containsExactly("start all[b]/compensate-undo-apply/1", "start all[a]/apply/2");
        story.succeeds("all[b]/compensate-undo-apply");
        assertThat(story.commands()).containsExactly("start all[b]/apply/2");
        story.succeeds("all[a]/apply/2", "all[b]/apply/2", "all[c]/apply", "all[d]/apply");
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    @Test
    void shouldBeginAFailedItemAgainWithOneThatTheEndOfTheExecutionTookBack() {
        // Given
        var story = failed(FailurePolicy.STOP_BRANCH).isCancelled("other/ask").succeeds("all[b]/compensate-undo-apply");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        story.told(new Intervention.Retry("other")).started();

        // Then
        assertThat(story.commands()).containsExactly("start all[a]/apply/2", "start all[b]/apply/2", "ask other/ask/2");
        story.succeeds("all[a]/apply/2", "all[b]/apply/2", "all[c]/apply", "all[d]/apply", "other/ask/2");
        assertThat(story.events()).endsWith("finished SUCCEEDED");
    }

    @Test
    void shouldBeginAllFailedItemsAgainWhenOneIsTriedAgain() {
        // Given
        var story = Story.begun(items(UnaryOperator.identity()))
                .fails("all[a]/apply", "quota")
                .fails("all[b]/apply", "quota")
                .succeeds("all[a]/compensate-undo-apply", "all[b]/compensate-undo-apply");

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.commands()).containsExactly("start all[a]/apply/2", "start all[b]/apply/2");
        story.succeeds("all[a]/apply/2", "all[b]/apply/2", "all[c]/apply", "all[d]/apply");
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    @Test
    void shouldNotBeginAnItemAgainWhileOneThatFailedIsTakenBack() {
        // Given
        var story = Story.begun(items(UnaryOperator.identity()))
                .fails("all[a]/apply", "quota")
                .succeeds("all[b]/apply");

        // When
        story.told(new Intervention.Restart("all[b]"));

        // Then
        assertThat(story.events())
                .singleElement()
                .asString()
                .startsWith("stage all[a], which begins again with it, is under way; allowed: ");
        assertThat(story.commands()).isEmpty();
    }

    @Test
    void shouldTakeAnItemBackBeforeAFailedOneBeginsAgainOnWhosePlaceItWaits() {
        // Given
        var story = Story.begun(items(UnaryOperator.identity()))
                .succeeds("all[a]/apply", "all[c]/apply")
                .told(new Intervention.Restart("all[a]"))
                .succeeds("all[a]/compensate-undo-apply")
                .fails("all[a]/apply/2", "quota")
                .succeeds("all[a]/compensate-undo-apply/2.1");

        // When
        story.told(new Intervention.Restart("all[c]"));

        // Then
        assertThat(story.commands()).containsExactly("start all[c]/compensate-undo-apply/1");
        story.succeeds("all[c]/compensate-undo-apply");
        assertThat(story.commands()).containsExactly("start all[a]/apply/3");
        story.succeeds("all[a]/apply/3");
        assertThat(story.commands()).containsExactly("start all[c]/apply/2");
    }

    @Test
    void shouldTakeBackWhatStandsOnAllItemsBeforeAnyOfThemBeginsAgain() {
        // Given
        var story = Story.begun(items(
                        FailurePolicy.CONTINUE,
                        UnaryOperator.identity(),
                        undoableDeploy("after").needing("all").done(),
                        judgement("other").done()))
                .fails("all[a]/apply", "quota")
                .fails("all[b]/apply", "quota")
                .succeeds("all[a]/compensate-undo-apply", "all[b]/compensate-undo-apply", "after/apply");

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.commands()).containsExactly("start after/compensate-undo-apply/1");
        story.succeeds("after/compensate-undo-apply");
        assertThat(story.commands()).containsExactly("start all[a]/apply/2", "start all[b]/apply/2");
    }

    /// The first item failed and was taken back, the second succeeded; the others were kept from beginning.
    private static Story failed(FailurePolicy policy) {
        return Story.begun(items(policy, UnaryOperator.identity()))
                .fails("all[a]/apply", "quota")
                .succeeds("all[b]/apply", "all[a]/compensate-undo-apply");
    }

    private static Plan items(UnaryOperator<Plans.Stage> each) {
        return items(FailurePolicy.STOP_BRANCH, each);
    }

    private static Plan items(FailurePolicy policy, UnaryOperator<Plans.Stage> each) {
        return items(policy, each, judgement("other").done());
    }

    /// Four items, two at a time, and other stages.
    private static Plan items(FailurePolicy policy, UnaryOperator<Plans.Stage> each, PlannedStage... others) {
        var join = new DeferredWork.Join("all", List.of("all[a]", "all[b]", "all[c]", "all[d]"));
        var items = Stream.of(
                each.apply(item("all[a]")).done(),
                each.apply(item("all[b]")).done(),
                each.apply(item("all[c]", "all[a]")).done(),
                each.apply(item("all[d]", "all[b]")).done(),
                stage("all", step("join", new StepAction.Deferred(join, Map.of(), Map.of())))
                        .needing(join.stages().toArray(String[]::new))
                        .onFailure(policy)
                        .done());
        return Plans.of(Stream.concat(items, Stream.of(others)).toArray(PlannedStage[]::new));
    }

    private static Plans.Stage item(String id, String... before) {
        return undoableDeploy(id).needing(before).unlessFailed("all").onFailure(FailurePolicy.CONTINUE);
    }
}
