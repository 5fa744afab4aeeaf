package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final Plan PLAN = new Plan(
            "shop",
            "shop",
            Shop.V2,
            new TriggerInfo("manual", "console", "1", "ada", Map.of("reason", "hotfix")),
            Map.of("size", "3", "dry", "false", "zone", "12"),
            List.of(Shop.IMAGE),
            Duration.ofHours(1),
            List.of(),
            Map.of("size", ParameterType.INT, "dry", ParameterType.BOOL));
    private static final Map<String, StageResult> STAGES = Map.of(
            "black-box", new StageResult(StageStatus.FAILED_CONTINUED, Map.of("failed", "2")),
            "deploy", new StageResult(StageStatus.SUCCEEDED, Map.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "parameters.size > 2 && !parameters.dry",
                "parameters.zone == '12'",
                "trigger.user == 'ada' && trigger.attributes.reason == 'hotfix'",
                "artifacts.shop.tag == 'v2'",
                "pipeline.application == 'shop'",
                "stages.deploy.status == 'Succeeded'",
                "stages['black-box'].status == 'FailedContinued' && int(stages['black-box'].outputs.failed) == 2",
                "!has(stages.deploy.outputs.url)",
            })
    void shouldBeMet(String when) {
        assertThat(Conditions.evaluate(when, PLAN, STAGES)).isEqualTo(new ConditionResult.Met());
        assertThat(Conditions.evaluate("!(" + when + ")", PLAN, STAGES)).isEqualTo(new ConditionResult.NotMet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.size",
                "'true'",
                "parameters.missing == 1",
                "stages.unknown.status == 'Succeeded'",
                "variables.x == 1",
                "parameters.size > '2'",
                "1 +",
                "null",
            })
    void shouldFailRatherThanGuess(String when) {
        // When
        var result = Conditions.evaluate(when, PLAN, STAGES);

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ConditionResult.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("expression '" + when + "' does not evaluate: "));
    }

    @Test
    void shouldKnowEveryStatusByTheWordOfTheContracts() {
        for (StageStatus status : StageStatus.values()) {
            // Given
            var stages = Map.of("a", new StageResult(status, Map.of()));

            // When
            var result = Conditions.evaluate("stages.a.status.matches('^[A-Z][A-Za-z]+$')", PLAN, stages);

            // Then
            assertThat(result).isEqualTo(new ConditionResult.Met());
        }
    }
}
