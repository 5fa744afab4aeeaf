package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets that somebody writes into a definition: refused with what to do instead, and not repeated.
class PlainSecretsTest {
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - {id: deploy, kind: deploy, cluster: one, namespace: shop, manifests: [shop.yaml]}
                - id: call
                  kind: webhook
                  url: https://ci.acme.io/build
                  headers: {X-Env: prod}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"data: {password: aHVudGVyMg==}", "stringData: {password: hunter2}"})
    void shouldRefuseTheValuesOfASecret(String values) {
        // When
        List<Problem> problems =
                check("apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ntype: Opaque\n" + values + "\n");

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("shop.yaml:5:1: ")
                        .contains("found values of Secret 'db'; allowed: none here: name a Secret that the cluster has")
                        .doesNotContain("hunter2", "aHVudGVyMg"));
    }

    @Test
    void shouldTakeASecretThatOthersFill() {
        assertThat(check("""
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: ci, annotations: {kubernetes.io/service-account.name: ci}}
                        type: kubernetes.io/service-account-token
                        """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "Cookie", "X-Api-Key", "PRIVATE-TOKEN"})
    void shouldRefuseAHeaderThatIsASecretByItsName(String header) {
        // When
        var read = Definitions.read("shop.yaml", PIPELINE.replace("{X-Env: prod}", "{" + header + ": hunter2}"));

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        ReadResult.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::text)
                                .singleElement()
                                .satisfies(text -> assertThat(text)
                                        .contains(
                                                "spec.stages[1].headers." + header + ": found a value of header '"
                                                        + header + "'",
                                                "allowed: secretHeaders: {" + header + ": NAME}")
                                        .doesNotContain("hunter2")));
    }

    /// In two parts, so that no scanner takes them for real ones.
    @ParameterizedTest
    @CsvSource({
        "xoxb-, 1234567890-abcdefghij, a token of Slack",
        "hooks.slack.com/services/, T0000/B0000/abcdefghijklm, a webhook of Slack",
        "ghp_, abcdefghijklmnopqrstuvwxyz0123456789, a token of GitHub",
        "glpat-, abcdefghijklmnopqrst, a token of GitLab",
        "AKIA, ABCDEFGHIJKLMNOP, an access key of AWS",
        "AIza, abcdefghijklmnopqrstuvwxyz012345678, an API key of Google",
        "-----BEGIN RSA, ' PRIVATE KEY-----', a private key",
    })
    void shouldRefuseWhatLooksLikeASecretWhereverItStands(String begin, String end, String what) {
        // Given
        String secret = begin + end;

        // When
        var read = Definitions.read("shop.yaml", PIPELINE.replace("X-Env: prod", "X-Env: \"" + secret + "\""));
        List<Problem> ofFile =
                check("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: \"" + secret + "\"}\n");

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        ReadResult.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::text)
                                .singleElement()
                                .satisfies(text -> assertThat(text)
                                        .startsWith("shop.yaml:10:")
                                        .contains("found what looks like " + what)
                                        .doesNotContain(end)));
        assertThat(ofFile)
                .extracting(Problem::text)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("shop.yaml:4:12: found what looks like " + what)
                        .doesNotContain(end));
    }

    private static List<Problem> check(String manifest) {
        var read = (ReadResult.Read) Definitions.read("pipeline.yaml", PIPELINE);
        return Definitions.check(
                (PipelineDefinition) read.documents().getFirst().definition(), Map.of("shop.yaml", manifest));
    }
}
