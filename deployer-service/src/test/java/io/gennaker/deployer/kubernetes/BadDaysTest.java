package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An API server that is there and says no: no answer of it loses a delivery, and only those that cannot change end
/// one.
class BadDaysTest {
    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: app, image: "registry.example/bad-days/app:1"}]}
            """;
    private static final ExecutionId EXECUTION = new ExecutionId("bad-days-1");

    private final String name = "bad-days-" + UUID.randomUUID().toString().substring(0, 8);
    private final SimulatedClustersProcess clusters = SimulatedClustersProcess.shared();
    private final Deployer deployer = new Deployer(clusters.kubeconfig(), "two");

    @BeforeEach
    void pushImage() {
        clusters.push("registry.example/bad-days/app:1", Map.of("ready-after", "100ms"));
    }

    @AfterEach
    void endFaults() {
        clusters.fail("two", "[]");
        deployer.cluster().delete(new ResourceKey("apps/v1", "Deployment", "default", name));
        deployer.close();
    }

    private Deployer.Run run() {
        return deployer.run(EXECUTION, deployer.apply("default", SHOP.formatted(name)), Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET   | 503 | away
            PATCH | 500 | away
            PATCH | 401 | does not accept the deployer's credentials
            GET   | 410 | no longer has that version
            PATCH | 409 | try again
            """)
    void shouldGoOnAfterAnAnswerThatMayChange(String method, int status, String words) {
        // Given
        clusters.fail("two", """
                [{"method": "%s", "path": "bad-days", "status": %d, "count": 2, "message": "please try again later"}]
                """.formatted(method, status));

        // When
        var run = run();

        // Then
        assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Succeeded.class);
        assertThat(run.progress()).anySatisfy(text -> assertThat(text).contains(words));
    }

    @Test
    void shouldNotAskBeforeThePauseThatTheServerWantsIsOver() {
        // Given
        clusters.fail("two", """
                [{"method": "PATCH", "path": "bad-days", "status": 429, "count": 1, "retryAfterSeconds": 2}]
                """);
        Instant begin = Instant.now();

        // When
        var run = run();

        // Then
        assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Succeeded.class);
        assertThat(run.progress()).anySatisfy(text -> assertThat(text).contains("overloaded (429)"));
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(1_900));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | deployments.apps is forbidden: User "gennaker" cannot patch resource | gennaker clusters rbac two
            400 | admission webhook "policy.example" denied the request: no limits     | no limits
            422 | Deployment.apps "bad-days" is invalid: spec.replicas                 | spec.replicas
            500 | failed to create typed patch object: .spec.replica: field not declared in schema | .spec.replica
            """)
    void shouldEndAtOnceWithTheServersReason(int status, String message, String told) {
        // Given
        clusters.fail("two", """
                [{"method": "PATCH", "path": "bad-days", "status": %d, "count": 5, "message": "%s"}]
                """.formatted(status, message.replace("\"", "\\\"")));

        // When
        var run = run();

        // Then
        assertThat(run.outcome()).isInstanceOfSatisfying(DeploymentEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
            assertThat(failed.reason())
                    .startsWith("nothing was written: apply Deployment bad-days")
                    .contains(told);
        });
    }

    @Test
    void shouldTakeUpAWatchWhoseVersionIsTooOld() {
        // Given
        clusters.push("registry.example/bad-days/app:1", Map.of("ready-after", "1500ms"));
        clusters.fail("two", """
                [{"method": "GET", "path": "watch=true", "status": 410, "count": 4, "message": "too old resource version"}]
                """);

        // When
        var run = run();

        // Then
        assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Succeeded.class);
    }
}
