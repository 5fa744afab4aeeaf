package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.AnswerForm.InputType;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.JudgementSpec.Reminder;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Questions to people: what an answer says, who is barred, who is reminded, and what later stages read.
class QuestionTest {
    private static final String HEAD = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - id: ask
                  kind: judgement
                  title: How?
            """;
    private static final String QUESTION = """
                  choices:
                    - {name: all, title: Release to all}
                    - {name: back, decision: reject}
                  inputs:
                    - {name: ticket, title: Change ticket, pattern: "regex:[A-Z]+-[0-9]+"}
                    - {name: batch, type: int, default: 4}
                    - {name: zone, type: enum, values: [a, b], required: false}
                  barred: [alan, "${{ has(trigger.user) ? trigger.user : '' }}"]
                  reminders:
                    - {after: 4h}
                    - {after: 1d, channel: webhook, url: "https://chat.example/hook", message: "${{ pipeline.name }} waits", users: [grace], roles: [head]}
            """;

    @Test
    void shouldPutTheWholeQuestion() {
        // When
        Plan plan = plan(QUESTION);

        // Then
        JudgementSpec spec =
                ((StepAction.Ask) plan.stage("ask").steps().getFirst().action()).spec();
        assertThat(spec.formOrNone())
                .isEqualTo(new AnswerForm(
                        List.of(
                                new Choice("all", "Release to all", Decision.APPROVE),
                                new Choice("back", "back", Decision.REJECT)),
                        List.of(
                                new Input(
                                        "ticket",
                                        InputType.STRING,
                                        "Change ticket",
                                        true,
                                        null,
                                        "regex:[A-Z]+-[0-9]+",
                                        List.of()),
                                new Input("batch", InputType.INT, null, false, "4", null, List.of()),
                                new Input("zone", InputType.ENUM, null, false, null, null, List.of("a", "b")))));
        assertThat(spec.barredOrNone()).containsExactly("alan");
        assertThat(spec.remindersOrNone())
                .containsExactly(
                        new Reminder(
                                Duration.ofHours(4),
                                NoticeChannel.LOG,
                                null,
                                "The question waits for an answer.",
                                List.of(),
                                List.of()),
                        new Reminder(
                                Duration.ofDays(1),
                                NoticeChannel.WEBHOOK,
                                "https://chat.example/hook",
                                "shop waits",
                                List.of("grace"),
                                List.of("head")));
    }

    @Test
    void shouldLetLaterStagesReadInputsByTheirTypes() {
        // Given
        Plan plan = plan(QUESTION + """
                    - id: after
                      kind: evaluate
                      values: {next: stages.ask.outputs.batch + 1, ref: "stages.ask.outputs.ticket + stages.ask.outputs.choice", no: "stages.ask.outputs.zone + 'x'"}
                """);
        // a text that would read as a number travels in quotation marks
        var outputs = Map.of("batch", "4", "ticket", "OPS-7", "choice", "all", "zone", "\"7\"", "decidedBy", "dana");

        // When
        TurnResult result = StepTurn.of(
                plan.stage("after").steps().getFirst().action(),
                plan,
                Map.of("ask", new StageResult(StageStatus.SUCCEEDED, outputs)),
                Instant.EPOCH);

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        TurnResult.Over.class,
                        ended -> assertThat(ended.outputs())
                                .isEqualTo(Map.of("next", "5", "ref", "OPS-7all", "no", "7x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "choices: [{name: a, decision: reject}] | choices: found no choice that approves; allowed: at least one",
                "choices: [{name: a}, {name: a}] | choices[1].name: found 'a' a second time",
                "choices: [{name: a b}] | choices[0].name: found 'a b'; allowed: letters, digits, '_' and '-', at most 40",
                "inputs: [{name: choice}] | inputs[0].name: found 'choice'; allowed: another name",
                "inputs: [{name: a, type: enum}] | inputs[0].type: found an enum without values",
                "inputs: [{name: a, values: [b]}] | inputs[0].values: found values of an input that is no enum",
                "inputs: [{name: a, type: int, default: x}] | inputs[0].default: found text; allowed: an integer",
                "inputs: [{name: a, pattern: 'regex:('}] | inputs[0].pattern: found 'regex:('; allowed: 'regex:' and a regular",
                "inputs: [{name: a, type: int, pattern: '1*'}] | inputs[0].pattern: found a pattern of an input that is no string",
                "inputs: [{name: a, default: b, required: true}] | inputs[0].required: found true, beside a default",
                "reminders: [{after: 1h, channel: webhook}] | reminders[0].channel: found no url",
                "reminders: [{after: 3d}] | reminders: found one that comes when the question has expired",
                "reminders: [{after: 0s}] | reminders[0].after: found '0s'; allowed: at least 1000ms",
                "{inputs: [{name: a}, {name: b, default: c}], onExpiry: approve} | onExpiry: found approve, beside required inputs without a default: a; allowed: reject, or a default for each of them",
                "{users: [a, b], quorum: 3} | quorum: found 3; allowed: at most 2, the users that are named",
            })
    void shouldSayWhatIsWrongWithAQuestion(String keys, String problem) {
        // When
        String lines =
                keys.startsWith("{") ? keys.substring(1, keys.length() - 1).replace("], ", "]\n      ") : keys;
        List<Problem> problems = Texts.problems(HEAD + "      " + lines + "\n");

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(only -> assertThat(only.toString()).contains("spec.stages[0]." + problem));
    }

    @Test
    void shouldRefuseAnOutputThatNoInputGives() {
        // When
        List<Problem> problems = Texts.problems(HEAD + QUESTION + """
                - {id: after, kind: evaluate, values: {x: stages.ask.outputs.size}}
            """);

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(only -> assertThat(only.toString()).contains("batch, choice, decidedBy, ticket, zone"));
    }

    private static Plan plan(String rest) {
        var input = new PlanInput(
                Shop.pipelineOf(HEAD + rest), Shop.V2, Map.of(), Shop.CLUSTERS, Shop.PUSHED, Map.of(), List.of());
        return switch (Planner.plan(input)) {
            case PlanResult.Planned planned -> planned.plan();
            case PlanResult.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
