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

    private static final String PATCHING = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - id: change
                  kind: patch
                  cluster: one
                  namespace: shop
                  object: {kind: %s, name: db}
                  patch: %s
                  style: %s
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
    void shouldRefuseTheValuesOfASecretInAList() {
        // When
        List<Problem> problems = check("""
                apiVersion: v1
                kind: List
                metadata: {name: all}
                items:
                  - {apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {password: hunter2}}
                """);

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("shop.yaml:5:")
                        .contains("items[0].stringData: found values of Secret 'db'")
                        .doesNotContain("hunter2"));
    }

    @Test
    void shouldRefuseVariablesThatAreSecretsByTheirNames() {
        // When
        List<Problem> problems = check("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec:
                  template:
                    spec:
                      containers:
                        - name: app
                          env:
                            - {name: DB_PASSWORD, value: hunter2}
                            - {name: TOKEN, value: hunter2}
                            - {name: TOKEN_FILE, value: hunter2}
                            - {name: API_KEY, value: /run/secrets/key}
                            - {name: OTHER_TOKEN, value: $(TOKEN)}
                            - {name: SECRET, value: ""}
                            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
                """);

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .satisfiesExactly(
                        text -> assertThat(text)
                                .startsWith("shop.yaml:10:")
                                .contains(
                                        "spec.template.spec.containers[0].env[0].value: found a value of environment"
                                                + " variable 'DB_PASSWORD'",
                                        "allowed: valueFrom.secretKeyRef")
                                .doesNotContain("hunter2"),
                        text -> assertThat(text).contains("'TOKEN'").doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "merge|Secret|{stringData: {password: hunter2}}",
                "strategic|Secret|{data: {password: hunter2}}",
                "json|Secret|[{op: add, path: /data/password, value: hunter2}]",
                "json|Secret|[{op: add, path: data, value: {password: hunter2}}]",
                "json|Secret|[{op: add, path: data/password, value: hunter2}]",
                "json|Secret|[{op: add, path: \"/${{ 'data' }}/password\", value: hunter2}]",
                "json|Secret|[{op: replace, path: '', value: {data: {password: hunter2}}}]",
                "merge|Deployment|{spec: {template: {spec: {containers: [{name: a, env: [{name: PASSWORD, value: hunter2}]}]}}}}",
            })
    void shouldRefuseAPatchThatHoldsSecrets(String style, String kind, String patch) {
        // When
        List<Problem> problems = checkPatch(style, kind, "patch.yaml", patch);

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("patch.yaml:1:")
                        .containsAnyOf(
                                "found values of Secret 'db'", "found a value of environment variable 'PASSWORD'")
                        .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "merge|{metadata: {labels: {team: shop}}}",
                "json|[{op: remove, path: /data/old}, {op: add, path: /metadata/labels/team, value: shop}]",
            })
    void shouldTakeAPatchOfASecretThatHoldsNoValues(String style, String patch) {
        assertThat(checkPatch(style, "Secret", "patch.yaml", patch)).isEmpty();
    }

    @Test
    void shouldSayWhatAPathOfAJsonPatchOfASecretIs() {
        assertThat(checkPatch("json", "Secret", "patch.yaml", "[{op: add, path: metadata/labels, value: {a: b}}]"))
                .extracting(Problem::text)
                .containsExactly("patch.yaml:1:2: path: found 'metadata/labels'; allowed: a JSON pointer, such as"
                        + " /metadata/labels/team");
    }

    @Test
    void shouldRefuseAPatchOfASecretFromOutside() {
        // Given
        String pipeline = PATCHING.formatted("Secret", "{artifact: fetched}", "merge")
                .replace(
                        "  stages:",
                        "  artifacts: [{name: fetched, git: {repository: github.com/acme/shop, ref: main, path: a.yaml}}]"
                                + "\n  stages:");

        // When
        List<Problem> problems = checkFiles(pipeline, Map.of());

        // Then
        assertThat(problems)
                .extracting(Problem::found)
                .containsExactly("a patch of a Secret from outside, named by stage 'change'");
    }

    /// A text that somebody sends for whatever it is for.
    @Test
    void shouldFindSecretsInATextFromOutside() {
        // Given
        String text = "{kind: Secret, metadata: {name: db}, data: {password: aHVudGVyMg==}}";

        // Then
        assertThat(Definitions.secrets("file", text))
                .extracting(Problem::text)
                .singleElement()
                .asString()
                .startsWith("file:1:")
                .contains("found values of Secret 'db'");
        assertThat(Definitions.secrets("file", "no: [yaml")).isEmpty();
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
        return checkFiles(PIPELINE, Map.of("shop.yaml", manifest));
    }

    private static List<Problem> checkPatch(String style, String kind, String path, String patch) {
        return checkFiles(PATCHING.formatted(kind, path, style), Map.of(path, patch));
    }

    private static List<Problem> checkFiles(String pipeline, Map<String, String> files) {
        var read = (ReadResult.Read) Definitions.read("pipeline.yaml", pipeline);
        return Definitions.check(
                (PipelineDefinition) read.documents().getFirst().definition(), files);
    }
}
