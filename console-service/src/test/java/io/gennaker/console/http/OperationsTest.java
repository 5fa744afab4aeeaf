package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What whoever runs the console looks at.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class OperationsTest {
    private static final Api NOBODY = Api.as(null);

    @Test
    void shouldBeReadyWhenKafkaAndPostgresAreThere() {
        Api.asAdmin().get("/api/executions");
        NOBODY.awaitStatus("/q/health/ready", 200);
    }

    @Test
    void shouldGiveMetricsWithoutTokenWhenAsked() {
        // When
        var answer = NOBODY.get("/q/metrics");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).contains("gennaker_outbox_rows", "gennaker_console_live_readers");
    }

    @Test
    void shouldDescribeTheApiWithoutTokenWhenAsked() {
        // When
        var answer = NOBODY.get("/q/openapi?format=json");

        // Then
        assertThat(answer.json().path("paths").fieldNames())
                .toIterable()
                .contains(
                        "/api/executions",
                        "/api/executions/{id}",
                        "/api/executions/{id}/cancel",
                        "/api/executions/{id}/events",
                        "/api/events",
                        "/api/pipelines/{name}/executions",
                        "/api/definitions",
                        "/api/definitions/{kind}/{name}",
                        "/api/judgements",
                        "/api/judgements/decisions",
                        "/api/dead-letters",
                        "/api/dead-letters/{id}",
                        "/api/dead-letters/{id}/replay",
                        "/api/trigger-events",
                        "/api/trigger-events/{id}",
                        "/api/trigger-events/{id}/replay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/executions/shop-037b81e49da6", "/definitions/pipeline/shop/start", "/icon.svg"})
    void shouldServeThePageUnderAStrictPolicyWhenAsked(String path) {
        // When
        var answer = NOBODY.get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.response().headers().firstValue("X-Content-Type-Options"))
                .contains("nosniff");
        assertThat(answer.response().body()).doesNotContain(" style=\"", "<script>", "<style>");
    }

    @Test
    void shouldGiveEachAnswerANonceOfItsOwnWhenThePageIsAsked() {
        // When
        var first = NOBODY.get("/").response();
        var second = NOBODY.get("/").response();

        // Then
        String policy = first.headers().firstValue("Content-Security-Policy").orElseThrow();
        String nonce = policy.replaceAll(".*'nonce-([^']+)'.*", "$1");
        assertThat(nonce).hasSize(24);
        assertThat(first.body()).contains(nonce).doesNotContain("__NONCE__");
        assertThat(second.body()).doesNotContain(nonce);
    }

    @Test
    void shouldFindNothingWhenThePageHasNoSuchAddress() {
        assertThat(NOBODY.get("/nowhere").status()).isEqualTo(404);
        assertThat(NOBODY.get("/assets/nothing.js").status()).isEqualTo(404);
    }
}
