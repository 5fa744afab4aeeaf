package io.gennaker.console.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final Actor DANA = new Actor("dana", List.of("release"));
    private static final Instant NOW = Instant.parse("2019-10-21T09:26:41Z");
    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata: {name: replica}
            spec: {}
            """;
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - {id: replica, kind: deploy, cluster: replica, namespace: shop, manifests: [manifests/shop.yaml]}
            """;
    private static final String MANIFEST = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: shop}
            data: {greeting: hello}
            """;

    @Test
    void shouldMakeOneCommandPerDocumentWithOnlyItsFilesWhenAllIsValid() {
        // Given
        var submission = new Submission(
                "pipeline.yaml",
                CLUSTER + "---\n" + PIPELINE,
                Map.of("manifests/shop.yaml", MANIFEST, "manifests/unused.yaml", MANIFEST));

        // When
        var outcome = submission.decide(DANA, NOW);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Submission.Accepted.class, accepted -> {
            assertThat(accepted.items())
                    .extracting(Submission.Item::kind)
                    .containsExactly(DefinitionKind.CLUSTER, DefinitionKind.PIPELINE);
            assertThat(accepted.items().getFirst().command().files()).isEmpty();
            assertThat(accepted.items().getLast()).satisfies(item -> {
                DefinitionCommand.Apply command = item.command();
                assertThat(command.by()).isEqualTo(DANA);
                assertThat(command.document()).contains("kind: Pipeline").doesNotContain("kind: Cluster");
                assertThat(command.files()).containsOnlyKeys("manifests/shop.yaml");
                assertThat(command.files().get("manifests/shop.yaml"))
                        .extracting(CompressedText::text)
                        .isEqualTo(MANIFEST);
                assertThat(item.digest())
                        .isEqualTo(Definitions.digest(command.document(), Map.of("manifests/shop.yaml", MANIFEST)));
            });
        });
    }

    @Test
    void shouldKnowWhoseAPipelineIsThatALaterRuleRefuses() {
        // Given
        String document = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop, application: store}
                spec: {stages: [{id: ask, kind: judgement, title: Go on?, onExpiry: approve, inputs: [{name: ticket}]}]}
                """;
        var applied = new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE, "shop", Digest.of("d"), "shop.yaml", document, Map.of(), DANA, NOW);

        // When
        String application = Submission.application(applied);

        // Then
        assertThat(application).isEqualTo("store");
    }

    @Test
    void shouldTellEveryProblemOfTheDocumentWhenItIsInvalid() {
        // Given
        var submission = new Submission("clusters.yaml", """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: replica, colour: red}
                spec: {context: 7}
                """, Map.of());

        // When
        var outcome = submission.decide(DANA, NOW);

        // Then
        assertThat(problems(outcome))
                .extracting(Problem::text)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(text -> assertThat(text).startsWith("clusters.yaml:"))
                .anySatisfy(text -> assertThat(text).contains("colour"));
    }

    @Test
    void shouldTellThatAFileIsMissingWhenItIsNamedButNotGiven() {
        // Given
        var submission = new Submission("pipeline.yaml", PIPELINE, Map.of());

        // When
        var outcome = submission.decide(DANA, NOW);

        // Then
        assertThat(problems(outcome)).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("manifests/shop.yaml");
            assertThat(problem.text()).contains("no such file");
        });
    }

    @Test
    void shouldRefuseBeforeSendingWhenTheMessageWouldBeTooLarge() {
        // Given
        String pipeline = PIPELINE.replace("manifests/shop.yaml", "manifests/shop.yaml, manifests/more.yaml");
        var submission = new Submission(
                "pipeline.yaml",
                pipeline,
                Map.of("manifests/shop.yaml", randomManifest(1), "manifests/more.yaml", randomManifest(2)));

        // When
        var outcome = submission.decide(DANA, NOW);

        // Then
        assertThat(problems(outcome))
                .singleElement()
                .extracting(Problem::text)
                .asString()
                .contains("Pipeline 'shop' with 2 files", String.valueOf(MessageCodec.LARGEST));
    }

    @Test
    void shouldRefuseWhenFileNameIsEmpty() {
        assertThatThrownBy(() -> new Submission(" ", CLUSTER, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fileName");
    }

    private static List<Problem> problems(Submission.Outcome outcome) {
        return switch (outcome) {
            case Submission.Refused(var problems) -> problems;
            case Submission.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
        };
    }

    /// Hard to compress, but no longer than a file may be.
    private static String randomManifest(int seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 450_000; i++) {
            text.append((char) ('0' + random.nextInt(10))).append((char) ('a' + random.nextInt(26)));
        }
        return MANIFEST.replace("hello", text);
    }
}
