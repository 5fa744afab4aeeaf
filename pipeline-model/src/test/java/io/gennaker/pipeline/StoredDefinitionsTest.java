package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Texts that were stored before a rule came that refuses them now.
class StoredDefinitionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quorum: 1                    | onExpiry: approve\\n      inputs: [{name: ticket}]
            quorum: 1                    | inputs: [{name: score}]
            quorum: 1                    | quorum: 2\\n      users: [dana]
            quorum: 1                    | reminders: [{after: 5d}]
            parameters.replicas > 1      | stages.pause.outputs.of == "an operation"
            Go on?                       | Go on with xoxb-1234567890-abcdef?
            pass: 95                     | alpha: 0.01
            errors: 100                  | latency: 10
            duration: 10m                | duration: 40s
            timeout: 1h                  | timeout: 1m
            """)
    void shouldBeReadWhenOnlyARuleIsAgainstThem(String piece, String replacement) {
        // Given
        String text = Texts.with(piece, replacement.replace("\\n", "\n"));

        // When
        ReadResult stored = Definitions.stored("pipeline.yaml", text);

        // Then
        assertThat(stored).isInstanceOf(ReadResult.Read.class);
        assertThat(Texts.problems(text))
                .singleElement()
                .satisfies(problem -> assertThat(problem.objection()).isTrue());
    }

    @Test
    void shouldBeReadWithABackgroundThatHasNoStepToRunBeside() {
        // Given
        String text = Texts.with(
                "      steps:\n        - weight: 10\n          analysis:\n            duration: 10m\n"
                        + "        - judgement:\n            title: Further?\n        - weight: 33\n",
                "      background: {judge: sequential, duration: 1h}\n      steps:\n        - weight: 10\n");

        // When
        ReadResult stored = Definitions.stored("pipeline.yaml", text);

        // Then
        assertThat(stored).isInstanceOf(ReadResult.Read.class);
        assertThat(Texts.problems(text))
                .extracting(Problem::found)
                .containsExactly("a background with no step to run beside");
    }

    @Test
    void shouldNotBeReadWhenTheyDoNotSayWhatTheyMean() {
        // Given
        String text = Texts.with("timeout: 2h", "timeout: 2 hours")
                .replace("parameters.replicas > 1", "stages.pause.outputs.of == 1");

        // When
        ReadResult stored = Definitions.stored("pipeline.yaml", text);

        // Then
        assertThat(stored)
                .isInstanceOfSatisfying(
                        ReadResult.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::path)
                                .containsExactly("spec.timeout"));
    }

    @Test
    void shouldNotBeReadWhenThereAreMoreObjectionsThanAreKept() {
        // Given
        String variables = IntStream.range(0, 300)
                .mapToObj("    v%d: ${{ nobody.knows }}\n"::formatted)
                .collect(Collectors.joining());
        String text = Texts.with("variables:\n    host: shop\n", "variables:\n" + variables)
                .replace("duration: 10s", "duration: soon");

        // When
        ReadResult stored = Definitions.stored("pipeline.yaml", text);

        // Then
        assertThat(stored).isInstanceOf(ReadResult.Invalid.class);
    }

    @Test
    void shouldKeepFilesBesideThemThatARuleIsAgainst() {
        // Given
        PipelineDefinition pipeline = Shop.pipelineOf("""
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec:
                  artifacts: [{name: routes, git: {repository: github.com/acme/shop, ref: main, path: routes.yaml}}]
                  stages:
                    - {id: apply, kind: deploy, cluster: eu, namespace: shop, manifests: [app.yaml, {artifact: routes}]}
                """);
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: shop}, stringData: {key: value}}";
        var files = Map.of("app.yaml", secret, "artifact:routes", secret);

        // When
        ParsedFiles stored = ParsedFiles.stored(pipeline, files);

        // Then
        assertThat(stored.problems())
                .as("one from outside is seen for the first time")
                .extracting(Problem::file)
                .containsExactly("artifact:routes");
        assertThat(ParsedFiles.of(pipeline, files).problems()).hasSize(2);
    }
}
