package io.gennaker.playground.cluster.controllers;

import static io.gennaker.playground.cluster.controllers.ControlledCluster.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.Yaml;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllersTest {

    private static final String DEPLOYMENTS = "deployments.apps";
    private static final String REPLICA_SETS = "replicasets.apps";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private ControlledCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new ControlledCluster(folder);
        cluster.image("acme/shop:v1", Map.of());
        cluster.image("acme/shop:v2", Map.of("sim.gennaker.io/ready-after", "1s"));
        cluster.image("acme/shop:crash", Map.of("sim.gennaker.io/crash", "true"));
        cluster.image("acme/shop:never", Map.of("sim.gennaker.io/never-ready", "true"));
        cluster.image("acme/job:ok", Map.of("sim.gennaker.io/log", "migrated\n3 tables"));
        cluster.image("acme/job:fails", Map.of("sim.gennaker.io/exit-code", "3"));
        cluster.image("acme/job:probe", Map.of("sim.gennaker.io/probe", "2"));
    }

    @Test
    void shouldFillASecretThatAsksForTheTokenOfAnAccount() throws Exception {
        // Given
        cluster.create("serviceaccounts", Yaml.object("{kind: ServiceAccount, metadata: {name: ci}}"));
        cluster.create("secrets", Yaml.object("""
                kind: Secret
                type: kubernetes.io/service-account-token
                metadata: {name: ci-token, annotations: {kubernetes.io/service-account.name: ci}}
                """));
        cluster.create("secrets", Yaml.object("{kind: Secret, metadata: {name: other}}"));

        // When
        cluster.pass(Duration.ofSeconds(1));

        // Then
        assertThat(cluster.read("secrets", "ci-token").at("/data/token").asText())
                .isNotEmpty();
        assertThat(cluster.read("secrets", "other").at("/data/token").isMissingNode())
                .isTrue();
    }

    @Test
    void shouldReportReadyPodsWhenADeploymentHasRolledOut() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 3, "acme/shop:v1"));

        // When
        cluster.pass(LONG_ENOUGH);

        // Then
        var deployment = cluster.read(DEPLOYMENTS, "shop");
        assertThat(deployment.path("status"))
                .isEqualTo(Yaml.object("""
                                observedGeneration: 1
                                replicas: 3
                                updatedReplicas: 3
                                readyReplicas: 3
                                availableReplicas: 3
                                """).set("conditions", deployment.at("/status/conditions")));
        assertThat(condition(deployment, "Available", "status")).isEqualTo("True");
        assertThat(condition(deployment, "Progressing", "reason")).isEqualTo("NewReplicaSetAvailable");
        assertThat(cluster.list("pods"))
                .allSatisfy(pod -> assertThat(
                                pod.at("/status/containerStatuses/0/imageID").asText())
                        .startsWith("acme/shop@sha256:"));
    }

    @Test
    void shouldNeverBreakTheBoundsWhenItRolls() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 8, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);
        var ready = new ArrayList<Long>();
        var present = new ArrayList<Integer>();

        // When
        cluster.change(DEPLOYMENTS, "shop", deployment -> image(deployment, "acme/shop:v2"));
        cluster.pass(Duration.ofSeconds(20), () -> {
            var active = cluster.list("pods").stream()
                    .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                    .toList();
            present.add(active.size());
            ready.add(active.stream()
                    .filter(pod -> Conditions.isTrue(pod, "Ready"))
                    .count());
        });

        // Then: 25 % of 8 pods more or fewer
        assertThat(present).allMatch(count -> count <= 10);
        assertThat(ready).allMatch(count -> count >= 6);
        assertThat(cluster.read(DEPLOYMENTS, "shop")
                        .at("/status/updatedReplicas")
                        .asInt())
                .isEqualTo(8);
        assertThat(cluster.list(REPLICA_SETS)).hasSize(2);
        assertThat(cluster.read(DEPLOYMENTS, "shop")
                        .at("/metadata/annotations/deployment.kubernetes.io~1revision")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    void shouldKeepOldPodsAndReportTheDeadlineWhenTheNewOnesAreNeverReady() throws Exception {
        // Given
        var deployment = Yaml.deployment("shop", 4, "acme/shop:v1");
        deployment.withObject("/spec").put("progressDeadlineSeconds", 15);
        cluster.create(DEPLOYMENTS, deployment);
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.change(DEPLOYMENTS, "shop", object -> image(object, "acme/shop:never"));
        cluster.pass(Duration.ofSeconds(20));

        // Then
        var stuck = cluster.read(DEPLOYMENTS, "shop");
        assertThat(condition(stuck, "Progressing", "reason")).isEqualTo("ProgressDeadlineExceeded");
        assertThat(condition(stuck, "Progressing", "status")).isEqualTo("False");
        assertThat(condition(stuck, "Available", "status")).isEqualTo("True");
        assertThat(stuck.at("/status/availableReplicas").asInt()).isEqualTo(3);
    }

    @Test
    void shouldReuseTheOldReplicaSetWhenItsTemplateComesBack() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 2, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);
        cluster.change(DEPLOYMENTS, "shop", deployment -> image(deployment, "acme/shop:v2"));
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.change(DEPLOYMENTS, "shop", deployment -> image(deployment, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(cluster.list(REPLICA_SETS)).hasSize(2);
        assertThat(cluster.read(DEPLOYMENTS, "shop")
                        .at("/metadata/annotations/deployment.kubernetes.io~1revision")
                        .asText())
                .isEqualTo("3");
    }

    @Test
    void shouldWaitForTheImageWhenTheRegistryDoesNotKnowIt() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 1, "acme/missing:v1"));
        cluster.pass(Duration.ofSeconds(3));
        var waiting = cluster.list("pods")
                .getFirst()
                .at("/status/containerStatuses/0/state/waiting/reason")
                .asText();

        // When
        cluster.image("acme/missing:v1", Map.of());
        cluster.pass(Duration.ofSeconds(15));

        // Then
        assertThat(waiting).isEqualTo("ImagePullBackOff");
        assertThat(cluster.eventReasons()).contains("Failed", "BackOff", "Scheduled", "Started");
        assertThat(cluster.read(DEPLOYMENTS, "shop").at("/status/readyReplicas").asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldRestartWithBackOffWhenAContainerCrashes() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 1, "acme/shop:crash"));

        // When
        cluster.pass(Duration.ofSeconds(15));

        // Then
        var container = cluster.list("pods").getFirst().at("/status/containerStatuses/0");
        assertThat(container.at("/state/waiting/reason").asText()).isEqualTo("CrashLoopBackOff");
        assertThat(container.at("/lastState/terminated/exitCode").asInt()).isEqualTo(1);
        assertThat(container.path("restartCount").asInt()).isEqualTo(1);
    }

    @Test
    void shouldEndGracefullyWhenAPodIsDeleted() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 1, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);
        var name = cluster.list("pods").getFirst().at("/metadata/name").asText();

        // When
        cluster.delete("pods", name, DeleteOptions.background());
        cluster.pass(Duration.ofMillis(500));

        // Then: marked and still there, beside its replacement
        assertThat(cluster.read("pods", name).path("metadata").has("deletionTimestamp"))
                .isTrue();
        assertThat(cluster.list("pods")).hasSize(2);
        cluster.pass(Duration.ofSeconds(3));
        assertThat(cluster.list("pods")).hasSize(1);
    }

    @Test
    void shouldTakeEverythingOwnedAwayWhenADeploymentIsDeleted() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 2, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.delete(DEPLOYMENTS, "shop", DeleteOptions.with(DeleteOptions.Propagation.FOREGROUND));
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(cluster.list(DEPLOYMENTS)).isEmpty();
        assertThat(cluster.list(REPLICA_SETS)).isEmpty();
        assertThat(cluster.list("pods")).isEmpty();
    }

    @Test
    void shouldLeavePodsAloneWhenTheOwnerIsDeletedAsOrphan() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 2, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.delete(DEPLOYMENTS, "shop", DeleteOptions.with(DeleteOptions.Propagation.ORPHAN));
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(cluster.list(DEPLOYMENTS)).isEmpty();
        assertThat(cluster.list(REPLICA_SETS)).hasSize(1);
        assertThat(cluster.list("pods")).hasSize(2);
    }

    @Test
    void shouldCompleteAndKeepTheLogWhenAJobSucceeds() throws Exception {
        // Given
        cluster.create("jobs.batch", job("migrate", "acme/job:ok", 0));

        // When
        cluster.pass(Duration.ofSeconds(5));

        // Then
        var job = cluster.read("jobs.batch", "migrate");
        assertThat(condition(job, "Complete", "status")).isEqualTo("True");
        assertThat(job.at("/status/succeeded").asInt()).isEqualTo(1);
        assertThat(job.path("status").has("active")).isFalse();
        assertThat(cluster.logs.read(
                        cluster.list("pods").getFirst().at("/metadata/uid").asText()))
                .extracting(PodLogs.Line::text)
                .containsExactly("migrated", "3 tables");
    }

    @Test
    void shouldTryAgainAndThenFailWhenAJobsPodsFail() throws Exception {
        // Given
        cluster.create("jobs.batch", job("migrate", "acme/job:fails", 1));

        // When
        cluster.pass(Duration.ofSeconds(30));

        // Then
        var job = cluster.read("jobs.batch", "migrate");
        assertThat(condition(job, "Failed", "reason")).isEqualTo("BackoffLimitExceeded");
        assertThat(job.at("/status/failed").asInt()).isEqualTo(2);
        assertThat(cluster.list("pods")
                        .getFirst()
                        .at("/status/containerStatuses/0/state/terminated/exitCode")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void shouldGoAwayWhenAFinishedJobsTimeToLiveIsOver() throws Exception {
        // Given
        var job = job("migrate", "acme/job:ok", 0);
        job.withObject("/spec").put("ttlSecondsAfterFinished", 5);
        cluster.create("jobs.batch", job);

        // When
        cluster.pass(Duration.ofSeconds(12));

        // Then
        assertThat(cluster.list("jobs.batch")).isEmpty();
        assertThat(cluster.list("pods")).isEmpty();
    }

    @Test
    void shouldFailTheJobWhenARequestOfItsProbeFailsEveryAttempt() throws Exception {
        // Given
        var failing = new ControlledCluster(
                folder.resolve("failing"), (_, path) -> new Probe.Attempt(false, "503 no pod answered: UH " + path));
        failing.image("acme/job:probe", Map.of("sim.gennaker.io/probe", "2"));
        failing.create("jobs.batch", job("blackbox", "acme/job:probe", 0));

        // When
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            failing.pass(Duration.ofMillis(200));
            return Conditions.isTrue(failing.read("jobs.batch", "blackbox"), "Failed");
        });

        // Then
        assertThat(failing.logs.read(
                        failing.list("pods").getFirst().at("/metadata/uid").asText()))
                .extracting(PodLogs.Line::text)
                .contains(
                        "request 2 attempt 3 failed: 503 no pod answered: UH /ping",
                        "0 of 2 requests succeeded, 2 failed");
    }

    @Test
    void shouldGoOnWithRunningPodsWhenTheProcessIsStartedAgain() throws Exception {
        // Given
        cluster.create(DEPLOYMENTS, Yaml.deployment("shop", 2, "acme/shop:v1"));
        cluster.pass(LONG_ENOUGH);
        var before = cluster.list("pods");

        // When
        var restarted = new ControlledCluster(folder);
        restarted.pass(LONG_ENOUGH);

        // Then
        assertThat(restarted.list("pods")).isEqualTo(before);
    }

    private static void image(ObjectNode deployment, String image) {
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        ((ObjectNode) container).put("image", image);
    }

    private static ObjectNode job(String name, String image, int backoffLimit) {
        return Yaml.object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec:
                  backoffLimit: %d
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                      - name: main
                        image: "%s"
                        env: [{name: TARGET_HOST, value: shop}, {name: TARGET_PATH, value: /ping}]
                """.formatted(name, backoffLimit, image));
    }
}
