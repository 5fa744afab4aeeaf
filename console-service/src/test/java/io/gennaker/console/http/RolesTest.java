package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.access.Permission;
import io.gennaker.contracts.access.Role;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every endpoint refuses what it must: those of the published document, so that a new one without a row here fails.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class RolesTest {
    private static final Map<String, Permission> NEEDED = Map.ofEntries(
            Map.entry("GET /api/executions", Permission.VIEW),
            Map.entry("GET /api/executions/{id}", Permission.VIEW),
            Map.entry("GET /api/executions/{id}/events", Permission.VIEW),
            Map.entry("GET /api/executions/{id}/reports/{operation}", Permission.VIEW),
            Map.entry("GET /api/events", Permission.VIEW),
            Map.entry("POST /api/executions/{id}/cancel", Permission.RUN),
            Map.entry("GET /api/executions/{id}/provenance", Permission.VIEW),
            Map.entry("POST /api/executions/{id}/replay", Permission.VIEW),
            Map.entry("POST /api/executions/{id}/rerun", Permission.RUN),
            Map.entry("POST /api/pipelines/{name}/executions", Permission.RUN),
            Map.entry("POST /api/pipelines/{name}/restore-routes", Permission.DEFINE),
            Map.entry("GET /api/images/withdrawn", Permission.VIEW),
            Map.entry("POST /api/images/withdrawn", Permission.RUN),
            Map.entry("POST /api/images/withdrawn/reinstate", Permission.DEFINE),
            Map.entry("GET /api/figures", Permission.VIEW),
            Map.entry("GET /api/graph", Permission.VIEW),
            Map.entry("GET /api/health", Permission.VIEW),
            Map.entry("GET /api/health/events", Permission.VIEW),
            Map.entry("GET /api/graph/places", Permission.VIEW),
            Map.entry("GET /api/graph/events", Permission.VIEW),
            Map.entry("GET /api/judgements", Permission.VIEW),
            Map.entry("POST /api/judgements/comments", Permission.JUDGE),
            Map.entry("POST /api/judgements/decisions", Permission.JUDGE),
            Map.entry("POST /api/judgements/delegations", Permission.JUDGE),
            Map.entry("POST /api/judgements/revocations", Permission.JUDGE),
            Map.entry("GET /api/definitions", Permission.VIEW),
            Map.entry("PUT /api/definitions", Permission.DEFINE),
            Map.entry("GET /api/definitions/{kind}/{name}", Permission.VIEW),
            Map.entry("DELETE /api/definitions/{kind}/{name}", Permission.DEFINE),
            Map.entry("GET /api/definitions/{kind}/{name}/source", Permission.VIEW),
            Map.entry("GET /api/definitions/{kind}/{name}/versions", Permission.VIEW),
            Map.entry("GET /api/definitions/{kind}/{name}/versions/{number}", Permission.VIEW),
            Map.entry("POST /api/definitions/check", Permission.VIEW),
            Map.entry("GET /api/templates", Permission.VIEW),
            Map.entry("GET /api/templates/{name}", Permission.VIEW),
            Map.entry("POST /api/templates/{name}/promote", Permission.DEFINE),
            Map.entry("GET /api/dead-letters", Permission.OPERATE),
            Map.entry("GET /api/dead-letters/{id}", Permission.OPERATE),
            Map.entry("POST /api/dead-letters/{id}/replay", Permission.OPERATE),
            Map.entry("POST /api/executions/{id}/interventions", Permission.RUN),
            Map.entry("GET /api/notices", Permission.VIEW),
            Map.entry("GET /api/trigger-events", Permission.VIEW),
            Map.entry("GET /api/workloads", Permission.VIEW),
            Map.entry("GET /api/trigger-events/{id}", Permission.VIEW),
            Map.entry("POST /api/trigger-events/{id}/replay", Permission.OPERATE),
            Map.entry("GET /api/me", Permission.VIEW),
            Map.entry("GET /api/tokens", Permission.VIEW),
            Map.entry("POST /api/tokens", Permission.VIEW),
            Map.entry("DELETE /api/tokens/{id}", Permission.VIEW),
            Map.entry("GET /api/audit", Permission.ADMINISTER));

    /// What anybody may call: it is how one gets in and out.
    private static final Set<String> OPEN =
            Set.of("POST /login", "POST /logout", "GET /login/methods", "GET /login/oidc", "POST /login/exchange");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static TestBus bus;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldHaveARuleForEveryEndpoint() {
        // When
        Set<String> published = published();

        // Then
        var expected = new TreeSet<>(NEEDED.keySet());
        expected.addAll(OPEN);
        assertThat(published).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldRefuseWhatTheRoleDoesNotAllow(Role role) {
        // Given
        String token = token("user-of-" + role.word(), role.word());

        NEEDED.forEach((endpoint, permission) -> {
            // When
            int status = status(endpoint, token);

            // Then
            if (role.allows(permission)) {
                assertThat(status).as("%s as %s", endpoint, role).isNotIn(401, 403, 500);
            } else {
                assertThat(status).as("%s as %s", endpoint, role).isEqualTo(403);
            }
        });
    }

    @Test
    void shouldRefuseEveryEndpointWhenThereIsNoToken() {
        assertThat(NEEDED.keySet())
                .allSatisfy(endpoint -> assertThat(status(endpoint, null)).isEqualTo(401));
    }

    @Test
    void shouldRefuseEveryEndpointWhenTheLoginHasOnlyGroups() {
        // Given
        String token = make("{\"user\": \"sre-bot\", \"groups\": [\"sre\"]}");

        // Then
        assertThat(NEEDED.keySet())
                .allSatisfy(endpoint -> assertThat(status(endpoint, token)).isEqualTo(403));
    }

    @Test
    void shouldKeepAnotherApplicationOutOfSight() {
        // Given
        Delivery delivery = Delivery.takenBack("shop-" + UUID.randomUUID(), "1");
        delivery.events().forEach(bus::publish);
        Api.asAdmin().awaitExecution(delivery.execution(), seen -> seen.has("finishedAt"));
        String application = Api.asAdmin()
                .get("/api/executions/" + delivery.execution())
                .json()
                .path("application")
                .asText();
        Api other = Api.as(token("dana", "admin@another"));
        Api own = Api.as(token("sam", "viewer@" + application));

        // When
        var answer = other.get("/api/executions/" + delivery.execution());

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(other.get("/api/executions?limit=100").json()).isEmpty();
        assertThat(other.get("/api/judgements?limit=100").json()).isEmpty();
        assertThat(other.post("/api/executions/" + delivery.execution() + "/cancel", "{}")
                        .status())
                .isEqualTo(404);
        String decision = "{\"judgementId\": \"" + delivery.execution() + "/canary/ask/1\", \"decision\": \"Approve\"}";
        assertThat(other.post("/api/judgements/decisions", decision).status()).isEqualTo(404);
        assertThat(own.get("/api/executions/" + delivery.execution()).status()).isEqualTo(200);
        assertThat(own.get("/api/executions?limit=100").json()).isNotEmpty();
        assertThat(own.get("/api/judgements?limit=100").json()).isNotEmpty();
        assertThat(own.post("/api/executions/" + delivery.execution() + "/cancel", "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldDeliverAgainOnlyForWhoMayInTheApplicationThatThePipelineIsOfByNow() {
        // Given
        String pipeline = "moved-" + UUID.randomUUID().toString().substring(0, 8);
        Delivery delivery = Delivery.takenBack(pipeline, "1");
        delivery.events().forEach(bus::publish);
        Api.asAdmin().awaitExecution(delivery.execution(), seen -> seen.has("finishedAt"));
        String document = pipeline(pipeline, "till");
        bus.publish(new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE,
                pipeline,
                Digest.of(document),
                "p.yaml",
                document,
                Map.of(),
                new Actor("admin", List.of("admin")),
                Instant.parse("2019-10-21T09:26:41Z")));
        Api.asAdmin().awaitStatus("/api/definitions/pipeline/" + pipeline, 200);
        Api before = Api.as(token("dana", "deployer@shop"));
        String path = "/api/executions/" + delivery.execution();

        // When
        var again = before.post(path + "/rerun", "{}");
        var opened = before.post(path + "/interventions", "{\"act\": \"restart\", \"stage\": \"canary\"}");

        // Then
        assertThat(List.of(again, opened)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.message()).isEqualTo("dana may not run in application till; roles: deployer@shop");
        });
    }

    @Test
    void shouldKeepDefinitionsOfAnotherApplicationFromChange() {
        // Given
        String pipeline = "p-" + UUID.randomUUID().toString().substring(0, 8);
        String document = pipeline(pipeline, "till");
        bus.publish(new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE,
                pipeline,
                Digest.of(document),
                "p.yaml",
                document,
                Map.of(),
                new Actor("admin", List.of("admin")),
                Instant.parse("2019-10-21T09:26:41Z")));
        String path = "/api/definitions/pipeline/" + pipeline;
        Api.asAdmin().awaitStatus(path, 200);
        Api other = Api.as(token("dana", "maintainer@another"));
        Api viewer = Api.as(token("sam", "viewer@till"));

        // When
        var moved = other.put(
                "/api/definitions",
                Map.of("fileName", "p.yaml", "document", pipeline(pipeline, "another"), "files", Map.of()));

        // Then
        assertThat(moved.status()).isEqualTo(403);
        assertThat(moved.message()).isEqualTo("dana may not define in application till; roles: maintainer@another");
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.delete(path).status()).isEqualTo(404);
        assertThat(other.get("/api/definitions").json())
                .noneSatisfy(line -> assertThat(line.path("name").asText()).isEqualTo(pipeline));
        assertThat(other.post("/api/pipelines/" + pipeline + "/executions", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(viewer.get(path).json().path("application").asText()).isEqualTo("till");
        assertThat(viewer.post("/api/pipelines/" + pipeline + "/executions", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(viewer.delete(path).status()).isEqualTo(403);
    }

    private static String pipeline(String name, String application) {
        return """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s, application: %s}
                spec:
                  stages:
                    - id: pause
                      kind: wait
                      duration: 1s
                """.formatted(name, application);
    }

    private static Set<String> published() {
        JsonNode paths = Api.as(null).get("/q/openapi?format=json").json().path("paths");
        var operations = new TreeSet<String>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static String token(String user, String role) {
        return make("{\"user\": \"%s\", \"roles\": [\"%s\"]}".formatted(user, role));
    }

    private static String make(String request) {
        var answer = Api.asAdmin().post("/api/tokens", request);
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().path("secret").asText();
    }

    /// The body of an answer is not read: that of a live one does not end.
    private static int status(String endpoint, @Nullable String token) {
        String[] parts = endpoint.split(" ", 2);
        String path = parts[1].replace("{kind}", "pipeline").replaceAll("\\{[a-z]+}", "nope");
        var request = Api.as(token)
                .request(path)
                .header("Content-Type", "application/json")
                .method(parts[0], parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .build();
        try {
            HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(endpoint, failed);
        }
    }
}
