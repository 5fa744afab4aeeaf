package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.CalloutTask.PathCheck;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stages that ask others, with what earlier stages gave.
class CalloutTurnTest {
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - {id: first, kind: evaluate, values: {number: "7"}}
                - id: ticket
                  kind: webhook
                  url: https://ci.example.com/jobs/${{ stages.first.outputs.number }}
                  method: PUT
                  headers: {X-Number: "${{ stages.first.outputs.number }}"}
                  secretHeaders: {Authorization: ci-token}
                  body: '{"number": ${{ stages.first.outputs.number }}}'
                  attempts: 3
                  expect: [200, 202]
                  poll:
                    urlFrom: $.links.self
                    interval: 2s
                    success: {path: $.status, values: [done]}
                    failure: {path: $.status, values: [failed]}
                    progress: $.message
                  cancel: {url: https://ci.example.com/stop}
                  outputs: {build: $.number}
                - {id: told, kind: notify, channel: webhook, url: "https://chat/x", title: "Build ${{ stages.ticket.outputs.build }}", message: done}
                - {id: down, kind: pipeline, pipeline: cart, parameters: {build: "${{ stages.ticket.outputs.build }}", dry: true}, wait: false}
            """;
    private static final Map<String, StageResult> ENDED = Map.of(
            "first", new StageResult(StageStatus.SUCCEEDED, Map.of("number", "7")),
            "ticket", new StageResult(StageStatus.SUCCEEDED, Map.of("status", "200", "build", "41")));

    private static Plan plan(TriggerInfo trigger) {
        return plan(PIPELINE, trigger, Map.of());
    }

    private static Plan plan(String pipeline, TriggerInfo trigger, Map<String, String> parameters) {
        var input = new PlanInput(
                Shop.pipelineOf(pipeline), Shop.V2, Map.of(), Shop.CLUSTERS, trigger, parameters, List.of());
        return switch (Planner.plan(input)) {
            case PlanResult.Planned(var plan, var digest) -> plan;
            case PlanResult.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static TurnResult turn(Plan plan, String stage) {
        return StepTurn.of(plan.stage(stage).steps().getFirst().action(), plan, ENDED, Instant.EPOCH);
    }

    private static StepAction ready(String stage) {
        return ((TurnResult.Ready) turn(plan(Shop.PUSHED), stage)).action();
    }

    @Test
    void shouldCall() {
        var task = new CalloutTask.CallWebhook(
                new HttpCall(
                        "PUT",
                        "https://ci.example.com/jobs/7",
                        Map.of("X-Number", "7"),
                        Map.of("Authorization", "ci-token"),
                        "{\"number\": 7}"),
                3,
                List.of(200, 202),
                new CalloutTask.Polling(
                        null,
                        "$.links.self",
                        Duration.ofSeconds(2),
                        new PathCheck("$.status", List.of("done")),
                        new PathCheck("$.status", List.of("failed")),
                        "$.message"),
                false,
                new HttpCall("DELETE", "https://ci.example.com/stop", Map.of(), Map.of(), null),
                Map.of("build", "$.number"));
        assertThat(ready("ticket")).isEqualTo(new StepAction.Call(task));
    }

    @Test
    void shouldTell() {
        assertThat(ready("told"))
                .isEqualTo(new StepAction.Call(new CalloutTask.SendNotice(
                        NoticeChannel.WEBHOOK, "https://chat/x", null, "Build 41", "done", "shop")));
    }

    @Test
    void shouldRunAPipeline() {
        assertThat(ready("down"))
                .isEqualTo(new StepAction.RunPipeline(
                        "cart", Map.of("build", "41", "dry", "true"), List.of(), "shop", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void shouldHandAnEmptyTextOn(String note) {
        // Given
        Plan plan = plan(
                PIPELINE.replace("spec:\n", "spec:\n  parameters: [{name: note, type: string, required: false}]\n")
                        .replace("dry: true", "note: '${{ parameters.note }}', fixed: '" + note + "'"),
                Shop.PUSHED,
                Map.of("note", note));

        // When
        TurnResult turn = turn(plan, "down");

        // Then
        assertThat(turn)
                .isEqualTo(new TurnResult.Ready(new StepAction.RunPipeline(
                        "cart", Map.of("build", "41", "note", note, "fixed", note), List.of(), "shop", false)));
    }

    @Test
    void shouldBoundABlankText() {
        // Given
        Plan plan = plan(
                PIPELINE.replace("spec:\n", "spec:\n  parameters: [{name: note, type: string}]\n")
                        .replace("dry: true", "note: '${{ parameters.note }}'"),
                Shop.PUSHED,
                Map.of("note", " ".repeat(10_001)));

        // When
        TurnResult turn = turn(plan, "down");

        // Then
        assertThat(turn)
                .isInstanceOfSatisfying(
                        TurnResult.Failed.class,
                        failed -> assertThat(failed.reason()).endsWith("allowed: text, at most 10000 characters"));
    }

    @Test
    void shouldRefuseACycleOfPipelinesAndTooManyInsideOneAnother() {
        // Given
        var cycle = new TriggerInfo("stage", "x", "y", null, Map.of("chain", "cart > other"));
        var deep = new TriggerInfo("stage", "x", "y", null, Map.of("chain", "a > b > c > d"));

        // Then
        assertThat(turn(plan(cycle), "down"))
                .isEqualTo(new TurnResult.Failed("a cycle of pipelines: cart > other > shop > cart"));
        assertThat(turn(plan(deep), "down"))
                .isEqualTo(new TurnResult.Failed(
                        "pipelines inside one another: a > b > c > d > shop; allowed: at most 5"));
    }
}
