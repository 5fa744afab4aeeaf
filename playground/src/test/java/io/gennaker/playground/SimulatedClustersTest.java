package io.gennaker.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.playground.traffic.TrafficTarget;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole thing from outside: `kubectl`, requests through the gateway, metrics, and a restart.
class SimulatedClustersTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 3
              selector: {matchLabels: {app: shop}}
              strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 2}}
              template:
                metadata: {labels: {app: shop, version: v1}}
                spec:
                  containers:
                  - {name: shop, image: "acme/shop:v1", ports: [{containerPort: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec: {selector: {app: shop}, ports: [{port: 80, targetPort: 8080}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec:
              hosts: [shop]
              http: [{route: [{destination: {host: shop}}]}]
            """;

    @TempDir
    private Path folder;

    private RunningClusters running;

    @BeforeEach
    void start() throws Exception {
        running = new RunningClusters(folder);
        running.image("acme/shop:v1", Map.of());
        running.image("acme/shop:v2", Map.of("sim.gennaker.io/latency", "10ms"));
        running.image("acme/blackbox:v1", Map.of("sim.gennaker.io/probe", "5"));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void shouldServeKubectlWhenItAppliesWatchesAndScales() throws Exception {
        // Given
        requireKubectl();
        var manifest = Files.writeString(folder.resolve("shop.yaml"), SHOP).toString();

        // When
        var applied = kubectl("apply", "-f", manifest);

        // Then
        assertThat(applied).contains("deployment.apps/shop created", "virtualservice.networking.istio.io/shop created");
        assertThat(kubectl("rollout", "status", "deploy/shop", "--timeout=30s")).contains("successfully rolled out");
        assertThat(kubectl("apply", "-f", manifest)).contains("deployment.apps/shop unchanged");
        assertThat(kubectl("apply", "--server-side", "-f", manifest)).contains("serverside-applied");
        assertThat(kubectl("scale", "deploy/shop", "--replicas=2")).contains("scaled");
        assertThat(kubectl("label", "deploy/shop", "tier=web")).contains("labeled");
        assertThat(kubectl(
                        "patch",
                        "vs",
                        "shop",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"hosts\":[\"shop\",\"shop.example.com\"]}}"))
                .contains("patched");
        assertThat(kubectl("get", "vs")).contains("[shop,shop.example.com]");
        assertThat(kubectl("wait", "--for=condition=Available", "deploy/shop", "--timeout=20s"))
                .contains("condition met");
        assertThat(kubectl("get", "deploy,pods")).contains("READY", "UP-TO-DATE", "2/2", "Running");
        assertThat(kubectl("logs", "deploy/shop")).contains("started acme/shop:v1");
        assertThat(kubectl("delete", "deploy/shop", "--cascade=foreground")).contains("deleted");
        assertThat(kubectl("get", "pods")).doesNotContain("Running");
    }

    @Test
    void shouldFailNoRequestWhenADeploymentRolls() throws Exception {
        // Given
        applyShop("acme/shop:v1");
        awaitAvailable(3);
        running.traffic("one", "shop", 50);
        await().atMost(LONG_ENOUGH)
                .until(() -> running.trafficCounts().path("sent").asInt() > 50);

        // When
        applyShop("acme/shop:v2");
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(pods()).hasSize(3).allMatch(pod -> pod.contains("acme/shop:v2")));

        // Then
        var counts = running.trafficCounts();
        assertThat(counts.path("meshFailures").asInt()).as(counts.toString()).isZero();
        assertThat(counts.at("/byWorkload/shop").asInt()).isGreaterThan(50);
        assertThat(running.admin("GET", "/metrics", "").body())
                .containsPattern(
                        "istio_requests_total\\{cluster=\"one\",.*destination_service_name=\"shop\".*destination_workload=\"shop\".*reporter=\"source\".*response_code=\"200\"")
                .containsPattern(
                        "istio_request_duration_milliseconds_bucket\\{.*reporter=\"destination\".*,le=\"0.5\"\\} ")
                .contains("# TYPE istio_request_duration_milliseconds histogram");
    }

    @Test
    void shouldRunTheBlackboxJobThroughTheGatewayWhenItsImageProbes() throws Exception {
        // Given
        applyShop("acme/shop:v1");
        awaitAvailable(3);

        // When
        var job = """
                {"metadata":{"name":"blackbox"},"spec":{"backoffLimit":0,"template":{"spec":{"restartPolicy":"Never",
                 "containers":[{"name":"test","image":"acme/blackbox:v1","env":[{"name":"TARGET_HOST","value":"shop"}]}]}}}}
                """;
        running.api("POST", "/apis/batch/v1/namespaces/default/jobs", job, "application/json");

        // Then
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> assertThat(running.api("GET", "/apis/batch/v1/namespaces/default/jobs/blackbox", "", "")
                                        .body())
                                .contains("CompletionsReached"));
    }

    @Test
    void shouldAnswerAgainFromTheSamePodsWhenStartedAgain() throws Exception {
        // Given
        applyShop("acme/shop:v1");
        awaitAvailable(3);
        running.traffic("one", "shop", 20);
        await().atMost(LONG_ENOUGH)
                .until(() -> running.trafficCounts().path("sent").asInt() > 10);
        var before = pods();
        running.close();

        // When
        running = new RunningClusters(folder);

        // Then
        assertThat(pods()).isEqualTo(before);
        var sent = running.trafficCounts().path("sent").asInt();
        await().atMost(LONG_ENOUGH)
                .until(() -> running.trafficCounts().path("sent").asInt() > sent + 10);
        assertThat(running.trafficCounts().path("meshFailures").asInt()).isZero();
    }

    @Test
    void shouldSayWhatIsAllowedWhenTrafficOrImagesAreNotValid() throws Exception {
        // Given
        var tooMuch = "{\"cluster\":\"one\",\"host\":\"shop\",\"ratePerSecond\":%d}"
                .formatted(TrafficTarget.HIGHEST_RATE + 1);

        // When
        var refused = running.admin("PUT", "/traffic", tooMuch);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("found 1001, allowed is 0 to 1000");
        assertThat(running.admin("PUT", "/traffic", "{\"cluster\":\"x\",\"host\":\"shop\",\"ratePerSecond\":1}")
                        .body())
                .contains("found 'x', allowed are [one, two]");
        assertThat(running.admin("PUT", "/images", "{\"reference\":\"a b\"}").statusCode())
                .isEqualTo(400);
    }

    private void applyShop(String image) throws Exception {
        for (var document : SHOP.replace("acme/shop:v1", image).split("---\n")) {
            var path = document.contains("kind: Deployment")
                    ? "/apis/apps/v1/namespaces/default/deployments/shop"
                    : document.contains("kind: Service")
                            ? "/api/v1/namespaces/default/services/shop"
                            : "/apis/networking.istio.io/v1/namespaces/default/virtualservices/shop";
            var answer = running.api("PATCH", path + "?fieldManager=test", document, "application/apply-patch+yaml");
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
    }

    private void awaitAvailable(int replicas) {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> assertThat(running.api("GET", "/apis/apps/v1/namespaces/default/deployments/shop", "", "")
                                        .body())
                                .contains("\"availableReplicas\":" + replicas));
    }

    private List<String> pods() throws IOException, InterruptedException {
        var list = new ObjectMapper()
                .readTree(running.api("GET", "/api/v1/namespaces/default/pods", "", "")
                        .body());
        var pods = new ArrayList<String>();
        list.path("items")
                .forEach(pod -> pods.add(pod.at("/metadata/name").asText() + " "
                        + pod.at("/spec/containers/0/image").asText() + " "
                        + pod.at("/status/phase").asText()));
        return pods;
    }

    private static void requireKubectl() {
        var found = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
        Assumptions.assumeTrue(found, "kubectl is not on the PATH: Debian's package kubernetes-client has it");
    }

    private String kubectl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig", running.clusters.kubeconfig().toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
