package io.gennaker.spinnaker.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.spinnaker.naming.KnownStage;
import io.gennaker.spinnaker.naming.Names;
import io.gennaker.spinnaker.naming.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final Names NAMES = new Names(
            "shop",
            Map.of("x", "x", "run-mode", "run_mode", "namespace", "namespace", "n", "n"),
            Map.of("shop-image", "my-shop"),
            Optional.of("my-shop"),
            Map.of(
                    "Blackbox test",
                    "blackbox-test",
                    "Which way?",
                    "which-way",
                    "Facts",
                    "facts",
                    "Hook",
                    "hook",
                    "Baked",
                    "baked",
                    "Later",
                    "later",
                    "Canary",
                    "canary"),
            Map.of(
                    "blackbox-test", new KnownStage("blackbox-test", "job", Map.of()),
                    "which-way", new KnownStage("which-way", "judgement", Map.of("choice", ValueType.TEXT)),
                    "facts", new KnownStage("facts", "evaluate", Map.of("region", ValueType.TEXT)),
                    "hook", new KnownStage("hook", "webhook", Map.of()),
                    "baked", new KnownStage("baked", KnownStage.BY_HAND, Map.of()),
                    "canary", new KnownStage("canary", "analysis", Map.of())),
            Map.of());
    private static final Scope SCOPE = new Scope(Map.of(
            "parameters", Scope.Fields.of(List.of("x", "run_mode", "namespace", "n")),
            "trigger", Scope.Fields.of(List.of("kind", "source", "user", "attributes")),
            "artifacts",
                    Scope.Fields.of(
                            List.of("my-shop"), Scope.Fields.of(List.of("image", "repository", "tag", "digest"))),
            "pipeline", Scope.Fields.of(List.of("name", "application")),
            "stages", Scope.Fields.of(List.of("blackbox-test"), Scope.Fields.of(List.of("status", "outputs")))));
    private static final Texts TEXTS = new Texts(NAMES);

    private static Bindings values() {
        return new Bindings(Map.<String, Value.Named>of(
                "parameters",
                named(Map.of("x", text("a/b"), "run_mode", text("true"), "namespace", text("prod"), "n", text("5"))),
                "trigger",
                named(Map.of(
                        "kind", text("registry"),
                        "attributes", named(Map.of("branch", text("main"), "revision", text("c0ffee"))))),
                "artifacts",
                named(Map.of(
                        "my-shop",
                        named(Map.of(
                                "image",
                                text("reg/shop@sha256:1"),
                                "repository",
                                text("reg/shop"),
                                "tag",
                                text("v1"))))),
                "pipeline",
                named(Map.of("name", text("shop"), "application", text("shop"))),
                "stages",
                named(Map.of(
                        "blackbox-test",
                        named(Map.of("status", text("Succeeded"), "outputs", named(Map.of("url", text("u")))))))));
    }

    private static Value.Named named(Map<String, Value> fields) {
        return new Value.Named(fields);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    /// What comes out is compared, not the text of the CEL: the point is that it means the same.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain text                                              | plain text",
                "${parameters.x}                                         | a/b",
                "${ parameters['run-mode'] }                             | true",
                "${parameters.namespace}-x                               | prod-x",
                "${trigger['tag']}                                       | v1",
                "${execution.trigger.parameters.x}                       | a/b",
                "${trigger.artifacts[0].reference}                       | reg/shop@sha256:1",
                "${#triggerResolvedArtifact('shop-image')['name']}       | reg/shop",
                "${'it''s ' + parameters.x + 1}                          | it's a/b1",
                "${parameters.x == 'a/b' ? 'yes' : 'no'}                 | yes",
                "${parameters.x ?: 'none'}                               | a/b",
                "${trigger.user ?: 'nobody'}                             | nobody",
                "${trigger.user != null ? 'someone' : 'nobody'}          | nobody",
                "${parameters.x.split('/')[1]}                           | b",
                "${parameters.x.split('/')[0].toUpperCase()}             | A",
                "${#currentUser() ?: 'nobody'}                           | nobody",
                "${trigger.branch ?: 'none'}                             | main",
                "${trigger['hash']}                                      | c0ffee",
                "${parameters.x.substring(0, 1).toUpperCase()}           | A",
                "${parameters.x.contains('/') and not parameters.x.isEmpty()} | true",
                "${{'a/b', 'c'}.contains(parameters.x)}                  | true",
                "${parameters.x.matches('a.b') && !parameters.x.matches('a')} | true",
                "${parameters.x matches 'a/.*'}                          | true",
                "${#toInt(parameters.n) + 2 * 3}                         | 11",
                "${(#toInt(parameters.n) + 2) * 3}                       | 21",
                "${-#toInt(parameters.n) % 3}                            | -2",
                "${#toBoolean(parameters['run-mode']) ? 'on' : 'off'}    | on",
                "${parameters['run-mode'] ? 'on' : 'off'}                | on",
                "${#stageExists('Blackbox test')}                        | true",
                "${\"a}b\"}${'c'}                                        | a}bc",
                "${execution.application}                                | shop",
            })
    void shouldMeanTheSame(String source, String expected) throws Exception {
        String translated = TEXTS.template(source).text();

        assertThat(Template.parse(translated).check(SCOPE)).as(translated).isEmpty();
        assertThat(Template.parse(translated).evaluate(values()).inText())
                .as(translated)
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${#stage('Blackbox test')['status'] == 'SUCCEEDED'}",
                "#stage('Blackbox test').status.toString() == 'SUCCEEDED'",
                "${'SUCCEEDED'.length() == 9 && #stage('Blackbox test').status.name().equals('SUCCEEDED')}",
                "${#stage('Blackbox test').outputs.url == 'u'}",
                "${#stage('Blackbox test')['status'] != 'TERMINAL'}",
                "${!{'TERMINAL','CANCELED','STOPPED'}.contains(#stage('Blackbox test').status.toString())}",
                "${{'SUCCEEDED','FAILED_CONTINUE'}.contains(#stage('Blackbox test')['status'])}",
                "${parameters['run-mode']}",
                "true",
            })
    void shouldTranslateConditions(String source) throws Untranslatable, EvaluationFailed {
        String translated = TEXTS.condition(source).text();

        assertThat(Expression.check(translated, SCOPE)).as(translated).isEmpty();
        assertThat(Expression.evaluate(translated, values())).as(translated).isEqualTo(new Value.Truth(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "to ${#stage('Facts').outputs.region}                   | to ${{ stages[\"facts\"].outputs.region }}",
                "${#stage('Facts')['context']['region']}                | ${{ stages[\"facts\"].outputs.region }}",
                "${#stage('Blackbox test').outputs.url}                 | ${{ stages[\"blackbox-test\"].outputs.url }}",
                "${#stage('Blackbox test').context.propertyFileContents.url} | ${{ stages[\"blackbox-test\"].outputs.url }}",
                "${#judgment('Which way?')}                             | ${{ stages[\"which-way\"].outputs.choice }}",
                "${#stage('Canary').outputs.overallScore > 80}          | ${{ (stages[\"canary\"].outputs.score > 80) }}",
                "${#stage('Blackbox test')['status'] == 'SUCCEEDED'}    | ${{ (stages[\"blackbox-test\"].status == \"Succeeded\") }}",
                "${!{'TERMINAL','CANCELED','STOPPED'}.contains(#stage('Blackbox test').status.toString())} | ${{ !(stages[\"blackbox-test\"].status in [\"Cancelled\", \"Failed\"]) }}",
            })
    void shouldReadWhatEarlierStagesGaveWhereTheTextIsEvaluatedAtItsTurn(String source, String expected)
            throws Untranslatable {
        assertThat(new Texts(NAMES, Reading.DIRECTLY).template(source).text()).isEqualTo(expected);
    }

    @Test
    void shouldReadWhatEarlierStagesGaveInFilesByVariables() throws Untranslatable {
        // Given
        var texts = new Texts(NAMES, Reading.BY_VARIABLES);

        // When
        String region = texts.template("${#stage('Facts').outputs.region}").text();
        String twice = texts.template("${#stage('Facts')['outputs']['region']}-${#judgment('Which way?')}")
                .text();

        // Then
        assertThat(region).isEqualTo("${{ variables.facts_region }}");
        assertThat(twice).isEqualTo("${{ variables.facts_region }}-${{ variables.which_way_choice }}");
        assertThat(texts.variables())
                .isEqualTo(Map.of(
                        "facts_region", "${{ stages[\"facts\"].outputs.region }}",
                        "which_way_choice", "${{ stages[\"which-way\"].outputs.choice }}"));
    }

    @Test
    void shouldSayWhatMeansSomethingElse() throws Untranslatable {
        assertThat(TEXTS.template("${trigger.artifacts[0].reference}").changes())
                .singleElement()
                .asString()
                .contains("digest");
        assertThat(TEXTS.condition("${#stage('Blackbox test').outputs.url == 'u'}")
                        .changes())
                .singleElement()
                .asString()
                .contains("'url'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${parameters.y}                         | declares no parameter `y`",
                "${execution.id}                         | must be the same at each run",
                "${#judgment('Go?') == 'left'}           | there is no stage `Go?`",
                "${#judgment('Blackbox test') == 'left'}  | asks for no choice",
                "${#toJson(parameters)}                  | no function like `#toJson`",
                "${#fromUrl('https://x')}                | do not read addresses",
                "${T(java.time.Instant).now()}           | Java classes",
                "${new java.util.Date()}                 | Java objects",
                "${trigger.payload.x}                    | not among what Gennaker knows",
                "${trigger.artifacts.?[type == 'x']}     | selection from a list",
                "${parameters.![x]}                      | projection of a list",
                "${deployedServerGroups[0].region}       | there is no `deployedServerGroups`",
                "${imageName}                            | there is no `imageName`",
                "${parameters.n == 5}                    | different types",
                "${parameters.x.replace('a', 'b')}       | no method like `.replace(...)`",
                "${parameters.x.matches('(?=a)')}        | RE2",
                "${parameters.x.matches('(')}            | not valid",
                "${#stage('Other').status == 'SUCCEEDED'} | there is no stage `Other`",
                "${#stage('Later').status == 'SUCCEEDED'} | does not come before this one",
                "${#stage('Blackbox test').outputs.url}  | cannot be read where the plan is made",
                "${#stage('Facts').outputs.other}        | evaluates no variable `other`",
                "${#stage('Hook').context.webhook.body.x} | give the webhook 'hook' `outputs` by hand",
                "${#stage('Baked').outputs.thing}        | people do what stage 'baked' did",
                "${#stage('Blackbox test').tasks}        | only its status and its outputs",
                "${parameters.x + }                      | cannot be read",
                "${parameters.x                          | it has no end",
            })
    void shouldNameTheExpressionAndTheReasonWhenThereIsNoEqual(String source, String reason) {
        assertThatThrownBy(() -> TEXTS.template(source))
                .isInstanceOf(Untranslatable.class)
                .hasMessageContaining(source.substring(2, source.length() - 1).strip())
                .hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeep() {
        String deep = "${" + "(".repeat(2_000) + "1" + ")".repeat(2_000) + "}";
        String longest = "${'" + "x".repeat(6_000) + "'}";

        assertThatThrownBy(() -> TEXTS.template(deep)).isInstanceOf(Untranslatable.class);
        assertThatThrownBy(() -> TEXTS.template(longest))
                .isInstanceOf(Untranslatable.class)
                .hasMessageContaining("5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${#stage('Blackbox test').status}", "it ${#stage('Blackbox test')['status'].toString()}"})
    void shouldRefuseTheStatusOfAStageAsText(String source) {
        var texts = new Texts(NAMES, Reading.DIRECTLY);

        assertThatThrownBy(() -> texts.template(source))
                .isInstanceOf(Untranslatable.class)
                .hasMessageContaining("differ from Spinnaker's");
        assertThatThrownBy(() -> texts.value(source))
                .isInstanceOf(Untranslatable.class)
                .hasMessageContaining("differ from Spinnaker's");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${{'RUNNING'}.contains(#stage('Blackbox test').status)} | the status \"RUNNING\" has no equal here",
                "${parameters.x.split('/').contains(#stage('Blackbox test').status)} | a list whose words are not written there",
                "${{#stage('Blackbox test').status}.contains('TERMINAL')} | differ from Spinnaker's",
            })
    void shouldRefuseTheStatusOfAStageAmongWordsThatHaveNoEqual(String source, String reason) {
        assertThatThrownBy(() -> TEXTS.condition(source))
                .isInstanceOf(Untranslatable.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldReadALongLiteral() throws Untranslatable {
        String literal = "it''s ".repeat(700);

        assertThat(TEXTS.template("${'" + literal + "'}").text()).contains("it's it's");
    }
}
