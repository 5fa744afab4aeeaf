package io.gennaker.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String MERGE = "application/merge-patch+json";

    @TempDir
    private static Path folder;

    private static RunningClusters running;

    @BeforeAll
    static void start() throws Exception {
        running = new RunningClusters(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void shouldRefuseTheSecondWriteWhenTwoReplaceTheSameVersion() throws Exception {
        // Given
        var created = body("POST", CONFIG_MAPS, configMap("replaced"));
        var first = created.toString().replace("\"old\"", "\"first\"");
        var second = created.toString().replace("\"old\"", "\"second\"");
        running.api("PUT", CONFIG_MAPS + "/replaced", first, "application/json");

        // When
        var answer = running.api("PUT", CONFIG_MAPS + "/replaced", second, "application/json");

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("the object has been modified");
    }

    @Test
    void shouldCountWhatItWasAskedByProgramVerbAndPathWithoutNames() throws Exception {
        // Given
        body("POST", CONFIG_MAPS, configMap("counted"));

        // When
        running.api("PATCH", CONFIG_MAPS + "/counted?dryRun=All", "{'data':{}}".replace('\'', '"'), MERGE);

        // Then
        var counts = JSON.readTree(running.admin("GET", "/requests", "").body()).at("/one/test");
        assertThat(counts.path("PATCH dry /api/v1/namespaces/NAMESPACE/configmaps/NAME")
                        .asInt())
                .isPositive();
        assertThat(counts.path("POST /api/v1/namespaces/NAMESPACE/configmaps").asInt())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/namespaces/nope/configmaps | {'metadata':{'name':'a'}} | 404 | namespaces \\\"nope\\\" not found",
                "/api/v1/namespaces/default/configmaps | {'metadata':{'name':'Bad_Name'}} | 422 | RFC 1123 subdomain",
                "/api/v1/namespaces/default/configmaps | {'metadata':{}} | 422 | name or generateName is required",
                "/api/v1/namespaces/default/configmaps | {'kind':'Pod','metadata':{'name':'a'}} | 400 | does not match the kind",
                "/api/v1/namespaces/default/configmaps | {'metadata':{'name':'a'},'data':{'x':1}} | 422 | data.x",
                "/api/v1/namespaces/default/configmaps | not json | 400 | the body is not JSON",
                "/apis/apps/v1/namespaces/default/deployments | {'metadata':{'name':'a'},'spec':{}} | 422 | spec.selector: Required value",
                "/apis/networking.istio.io/v1/namespaces/default/virtualservices | {'metadata':{'name':'a'},'spec':{}} | 422 | spec.hosts",
                "/apis/nothing.example.com/v1/things | {} | 404 | could not find the requested resource"
            })
    void shouldSayWhatIsWrongWhenAnObjectIsNotValid(String path, String object, int status, String message)
            throws Exception {
        // Given
        var body = object.replace('\'', '"');

        // When
        var answer = running.api("POST", path, body, "application/json");

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void shouldCountGenerationsOnlyForWhatIsWantedWhenAnObjectChanges() throws Exception {
        // Given
        var path = "/apis/networking.istio.io/v1beta1/namespaces/default/virtualservices";
        body("POST", path, "{\"metadata\":{\"name\":\"counted\"},\"spec\":{\"hosts\":[\"a\"],\"http\":[]}}");
        running.api("PATCH", path + "/counted", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", MERGE);
        running.api("PATCH", path + "/counted/status", "{\"status\":{\"seen\":true},\"spec\":{\"hosts\":[]}}", MERGE);
        var before = body("GET", path + "/counted", "");

        // When
        running.api("PATCH", path + "/counted", "{\"spec\":{\"hosts\":[\"b\"]}}", MERGE);

        // Then
        assertThat(before.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(before.at("/status/seen").asBoolean()).isTrue();
        assertThat(before.at("/spec/hosts/0").asText()).isEqualTo("a");
        assertThat(body("GET", path + "/counted", "").at("/metadata/generation").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldServeANewKindWhenItsDefinitionIsCreated() throws Exception {
        // Given
        var definition = """
                {"metadata":{"name":"widgets.example.com"},
                 "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
                         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
                """;

        // When
        running.api("POST", CRDS, definition, "application/json");

        // Then
        var widgets = "/apis/example.com/v1/namespaces/default/widgets";
        assertThat(running.api("POST", widgets, "{\"metadata\":{\"name\":\"w\"}}", "application/json")
                        .statusCode())
                .isEqualTo(201);
        running.api("DELETE", CRDS + "/widgets.example.com", "", "application/json");
        assertThat(running.api("GET", widgets, "", "application/json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldWriteNothingWhenTheRequestIsADryRun() throws Exception {
        // Given
        var created = running.api("POST", CONFIG_MAPS + "?dryRun=All", configMap("dry"), "application/json");

        // When
        var read = running.api("GET", CONFIG_MAPS + "/dry", "", "application/json");

        // Then
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(read.statusCode()).isEqualTo(404);
    }

    @Test
    void shouldHoldTheObjectBackWhenItHasAFinalizer() throws Exception {
        // Given
        body(
                "POST",
                CONFIG_MAPS,
                "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/hold\"]},\"data\":{}}");
        running.api("DELETE", CONFIG_MAPS + "/held", "", "application/json");
        var held = body("GET", CONFIG_MAPS + "/held", "");

        // When
        running.api("PATCH", CONFIG_MAPS + "/held", "{\"metadata\":{\"finalizers\":null}}", MERGE);

        // Then
        assertThat(held.path("metadata").has("deletionTimestamp")).isTrue();
        assertThat(running.api("GET", CONFIG_MAPS + "/held", "", "application/json")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldEndTheWatchWithGoneWhenTheVersionIsTooOld() throws Exception {
        // Given
        body("POST", CONFIG_MAPS, configMap("spin"));
        for (var count = 0; count < 1_600; count++) {
            running.api("PATCH", CONFIG_MAPS + "/spin", "{\"data\":{\"n\":\"" + count + "\"}}", MERGE);
        }

        // When
        var answer = running.api("GET", CONFIG_MAPS + "?watch=true&resourceVersion=1&timeoutSeconds=5", "", "");

        // Then
        assertThat(answer.body())
                .contains("\"type\":\"ERROR\"")
                .contains("\"code\":410")
                .contains("Expired");
    }

    @Test
    void shouldRefuseStrategicMergeWhenTheKindIsCustom() throws Exception {
        // Given
        var path = "/apis/networking.istio.io/v1/namespaces/default/virtualservices";
        body("POST", path, "{\"metadata\":{\"name\":\"custom\"},\"spec\":{\"hosts\":[\"c\"]}}");

        // When
        var answer = running.api("PATCH", path + "/custom", "{}", "application/strategic-merge-patch+json");

        // Then
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void shouldAnswerAsARealServerWhenAnAppliedFieldDoesNotExist() throws Exception {
        // When
        var answer = running.api(
                "PATCH",
                "/apis/apps/v1/namespaces/default/deployments/misspelled?fieldManager=test",
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"misspelled\"},\"spec\":{\"replica\":2}}",
                "application/apply-patch+yaml");

        // Then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("failed to create typed patch object: .spec.replica: field not declared in schema");
    }

    @Test
    void shouldRefuseTheBodyWhenItIsTooLarge() throws Exception {
        // Given
        var huge = "{\"data\":\"" + "x".repeat(4 << 20) + "\"}";

        // When
        var answer = running.api("POST", CONFIG_MAPS, huge, "application/json");

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Connection")).contains("close");
    }

    @Test
    void shouldKeepTheSelectorWhenADeploymentExists() throws Exception {
        // Given
        var path = "/apis/apps/v1/namespaces/default/deployments";
        body("POST", path, """
                {"metadata":{"name":"fixed"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},
                 "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """);

        // When
        var answer = running.api(
                "PATCH",
                path + "/fixed",
                "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"c\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"c\"}}}}}",
                MERGE);

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("field is immutable");
    }

    private static JsonNode body(String method, String path, String body) throws Exception {
        var answer = running.api(method, path, body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JSON.readTree(answer.body());
    }

    private static String configMap(String name) {
        return "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"key\":\"old\"}}".formatted(name);
    }
}
