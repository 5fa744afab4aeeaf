package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration LATE = Turn.GRACE.plus(Patience.SLACK);

    @Test
    void shouldLookAfterTheLimitOfTheStep() {
        assertThat(patience(Plans.of(Plans.deploy("one").done()))).contains(Plans.TIMEOUT.plus(LATE));
    }

    @Test
    void shouldLookWhenADelayIsOver() {
        assertThat(patience(Plans.of(
                        Plans.deploy("one").opening(Duration.ofHours(5), null).done())))
                .contains(Duration.ofHours(5).plus(LATE));
    }

    @Test
    void shouldLookWhenTheMomentHasComeUntilWhichAStageWaits() {
        // Given
        var until = new DeferredWork.WaitUntil("2026-01-01T15:00:00Z", null, null);
        var wait = Plans.step("wait", new StepAction.Deferred(until, Map.of(), Map.of()));

        // Then
        assertThat(patience(Plans.of(Plans.stage("one", wait).done())))
                .contains(Duration.ofHours(5).plus(LATE));
    }

    @Test
    void shouldLookWhenTheFirstOfSeveralWaitsIsOver() {
        assertThat(patience(Plans.of(
                        Plans.deploy("one").opening(Duration.ofHours(5), null).done(),
                        Plans.deploy("two").done())))
                .contains(Plans.TIMEOUT.plus(LATE));
    }

    @Test
    void shouldNameTheCompensationThatGetsNoAnswer() {
        // Given
        var plan = Plans.of(Plans.canary("one", 10).done());

        // When
        var story = Story.begun(plan).fails("one/start-baseline", "x");

        // Then
        assertThat(Patience.waitsFor(story.state(), plan))
                .containsExactly("compensation: no answer about shop-1/one/compensate-remove-variants/1");
        assertThat(Patience.until(story.state(), plan, story.now()))
                .contains(story.now().plus(Plans.TIMEOUT).plus(LATE));
    }

    @Test
    void shouldSoonNameAWayBackOfTrafficThatGetsNoAnswerThoughItMayTakeLong() {
        // Given
        var plan = Plans.of(Plans.canary("one", 10).done());

        // When
        var story = Story.begun(plan)
                .succeeds("one/start-baseline", "one/start-canary")
                .fails("one/shift-10", "x");

        // Then
        assertThat(Patience.waitsFor(story.state(), plan))
                .containsExactly("compensation: no answer about shop-1/one/compensate-restore-traffic/1");
        assertThat(Patience.until(story.state(), plan, story.now()))
                .contains(story.now().plus(Duration.ofMinutes(5)).plus(LATE));
    }

    @Test
    void shouldNeverLookAtWhatIsOver() {
        // Given
        var plan = Plans.of(Plans.deploy("one").done());

        // When
        var story = Story.begun(plan).succeeds("one/apply");

        // Then
        assertThat(Patience.until(story.state(), plan, story.now())).isEmpty();
    }

    @Test
    void shouldGiveACompensationItsOwnLimitWhenTheWayBackIsWidenedMeanwhile() {
        // Given
        var plan = Plans.of(
                Plans.undoableDeploy("one").onFailure(FailurePolicy.STOP_BRANCH).done(),
                Plans.job("other").done());
        var story = Story.begun(plan).fails("one/apply", "x");

        // When
        story.fails("other/run", "y");

        // Then
        assertThat(Patience.waitsFor(story.state(), plan))
                .containsExactly("the end of shop-1/one/compensate-undo-apply/1");
        assertThat(Patience.until(story.state(), plan, story.now()))
                .contains(story.now().plus(Plans.TIMEOUT).plus(LATE));
    }

    private static Optional<Duration> patience(Plan plan) {
        var story = Story.begun(plan);
        return Patience.until(story.state(), plan, story.now()).map(until -> Duration.between(story.now(), until));
    }
}
