package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of the README: how an execution ends.
class ExecutionEndTest {
    private static final PlannedStage OTHER = Plans.judgement("other").done();

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("ends")
    void shouldEndAsTheTableSays(String what, Story story, ExecutionStatus expected) {
        assertThat(story.state()).isInstanceOf(ExecutionState.Ended.class);
        assertThat(story.state().status()).isEqualTo(expected);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                row("a person cancels it", begun(stage()).cancelled().succeeds("one/apply"), ExecutionStatus.CANCELLED),
                row(
                        "it is replaced while it waits",
                        new Story(Plans.of(stage())).replaced(),
                        ExecutionStatus.CANCELLED),
                row(
                        "its timeout is over",
                        begun(Plans.pause("one", Duration.ofHours(1)).done()).fires(new Timer.ExecutionTimeout()),
                        ExecutionStatus.TIMED_OUT),
                row(
                        "it gets no place in time",
                        new Story(Plans.of(stage())).fires(new Timer.StartBy(Duration.ofMinutes(1))),
                        ExecutionStatus.TIMED_OUT),
                row("a stage fails", begun(stage()).fails("one/apply", "x"), ExecutionStatus.FAILED),
                row(
                        "a condition does not evaluate",
                        begun(Plans.deploy("one").when("nonsense").done()),
                        ExecutionStatus.FAILED),
                row(
                        "a condition is false",
                        new Story(
                                        Plans.of(Plans.deploy("one")
                                                .when("false")
                                                .done()),
                                        (expression, plan, stages) -> new ConditionResult.NotMet())
                                .started(),
                        ExecutionStatus.SUCCEEDED),
                row("what was begun cannot be taken back", stuck(), ExecutionStatus.FAILED),
                row("stopBranchAndFail", failing(FailurePolicy.STOP_BRANCH_AND_FAIL), ExecutionStatus.FAILED),
                row(
                        "stopBranchAndFail, ignored by a person",
                        begun(stage(FailurePolicy.STOP_BRANCH_AND_FAIL), OTHER)
                                .fails("one/apply", "x")
                                .told(new Intervention.Ignore("one"))
                                .succeeds("other/ask"),
                        ExecutionStatus.SUCCEEDED),
                row("stopBranch", failing(FailurePolicy.STOP_BRANCH), ExecutionStatus.SUCCEEDED),
                row("continue", failing(FailurePolicy.CONTINUE), ExecutionStatus.SUCCEEDED),
                row("all stages succeed", begun(stage()).succeeds("one/apply"), ExecutionStatus.SUCCEEDED));
    }

    private static Arguments row(String what, Story story, ExecutionStatus expected) {
        return Arguments.of(what, story, expected);
    }

    private static PlannedStage stage() {
        return stage(FailurePolicy.FAIL);
    }

    private static PlannedStage stage(FailurePolicy policy) {
        return Plans.deploy("one").onFailure(policy).done();
    }

    private static Story begun(PlannedStage... stages) {
        return Story.begun(Plans.of(stages));
    }

    private static Story failing(FailurePolicy policy) {
        return begun(stage(policy), OTHER).fails("one/apply", "x").succeeds("other/ask");
    }

    /// Its policy lets others go on, but not on top of half a stage.
    private static Story stuck() {
        var story = begun(Plans.canary("one", 10)
                        .onFailure(FailurePolicy.CONTINUE)
                        .done())
                .fails("one/start-baseline", "x");
        for (int attempt = 1; attempt <= Retreat.ATTEMPTS; attempt++) {
            String operation = "one/compensate-remove-variants/" + attempt;
            story.fails(operation, "x").fires(new Timer.RetryDue(Story.operation(operation)));
        }
        return story;
    }
}
