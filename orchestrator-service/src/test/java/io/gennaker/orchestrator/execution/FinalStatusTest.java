package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.FailurePolicy;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FinalStatusTest {

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED,        FAIL,                 SUCCEEDED",
        "SUCCEEDED,        STOP_BRANCH,          SUCCEEDED",
        "SUCCEEDED,        STOP_BRANCH_AND_FAIL, SUCCEEDED",
        "SUCCEEDED,        CONTINUE,             SUCCEEDED",
        "SKIPPED,          FAIL,                 SUCCEEDED",
        "SKIPPED,          STOP_BRANCH,          SUCCEEDED",
        "SKIPPED,          STOP_BRANCH_AND_FAIL, SUCCEEDED",
        "SKIPPED,          CONTINUE,             SUCCEEDED",
        "FAILED,           FAIL,                 FAILED",
        "FAILED,           STOP_BRANCH,          SUCCEEDED",
        "FAILED,           STOP_BRANCH_AND_FAIL, FAILED",
        "TIMED_OUT,        FAIL,                 FAILED",
        "TIMED_OUT,        STOP_BRANCH,          SUCCEEDED",
        "TIMED_OUT,        STOP_BRANCH_AND_FAIL, FAILED",
        "FAILED_CONTINUED, CONTINUE,             SUCCEEDED",
    })
    void shouldFollowFromStatusAndPolicyWhenAllStagesAreOver(
            StageStatus status, FailurePolicy policy, ExecutionStatus expected) {
        // Given
        var plan = Plans.of(
                Plans.job("good").done(), Plans.job("one").onFailure(policy).done());
        var stages = Map.<String, StageState>of(
                "good", new StageState.Ended(StageStatus.SUCCEEDED, null, Map.of()),
                "one", new StageState.Ended(status, "why", Map.of()));

        // When
        var ending = FinalStatus.of(plan, stages);

        // Then
        assertThat(ending.status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"QUEUED", "RUNNING", "COMPENSATING"})
    void shouldRefuseWhenTheStatusIsNotTheEnd(ExecutionStatus status) {
        assertThatThrownBy(() -> new Ending(status, null)).hasMessageContaining("not a status to end with");
    }
}
