package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.Step;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Many Deployments at once on one simulated cluster: `-Dgennaker.benchmark.deployments=500`.
///
/// Overhead is what the deployer adds to the time that pods take: from the command to the end of the apply, and from
/// when a watch of somebody else saw the Deployment available to its success.
@EnabledIfSystemProperty(named = "gennaker.benchmark.deployments", matches = "\\d{1,4}")
class DeployerBenchmark {
    private static final int COUNT = Integer.getInteger("gennaker.benchmark.deployments", 1);
    private static final Cluster.Selection ALL = new Cluster.Selection("apps/v1", "Deployment", "default", "", "");
    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: bench-%1$d}
            spec:
              replicas: 1
              selector: {matchLabels: {app: bench-%1$d}}
              template:
                metadata: {labels: {app: bench-%1$d}}
                spec: {containers: [{name: app, image: "registry.example/bench/app:1"}]}
            """;

    private final Map<String, Instant> available = new ConcurrentHashMap<>();

    /// @param applied from the command to the end of the apply
    /// @param noticed from when it was available to its success
    private record Timing(Duration applied, Duration noticed) {
        Duration overhead() {
            return applied.plus(noticed);
        }
    }

    @Test
    void shouldDeployManyAtOnce() throws InterruptedException, IOException {
        // Given
        var clusters = SimulatedClustersProcess.started();
        clusters.push("registry.example/bench/app:1", Map.of("ready-after", "1s"));
        var timings = new ConcurrentHashMap<Integer, Timing>();
        try (clusters;
                var deployer = new Deployer(clusters.kubeconfig(), "one");
                var observer = new Deployer(clusters.kubeconfig(), "one")) {
            deployer.run(execution(0), deployer.apply("default", SHOP.formatted(0)));
            long before = deployer.usage().requests();
            var view = new Cluster.View[1];
            view[0] = observer.cluster().watch(Set.of(ALL), () -> note(view[0]));

            // When
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.rangeClosed(1, COUNT)
                        .forEach(number -> threads.execute(() -> timings.put(number, deploy(deployer, number))));
                threads.shutdown();
                assertThat(threads.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
            }
            view[0].close();

            // Then
            report(
                    timings,
                    deployer.usage().requests() - before,
                    deployer.usage().watches());
        }
    }

    private void note(Cluster.View view) {
        if (view == null) {
            return;
        }
        for (Resource deployment : view.of(ALL)) {
            if (deployment.at("status", "availableReplicas").numberOr(0) > 0) {
                available.putIfAbsent(deployment.name(), Instant.now());
            }
        }
    }

    private static ExecutionId execution(int number) {
        return new ExecutionId("bench-" + number);
    }

    private Timing deploy(Deployer deployer, int number) {
        var journal = new FakeJournal();
        var applied = new Instant[1];
        journal.onRecord(state -> {
            if (state.step() == Step.AWAIT_READY && applied[0] == null) {
                applied[0] = Instant.now();
            }
        });
        Instant begin = Instant.now();
        var run = deployer.run(
                execution(number), deployer.apply("default", SHOP.formatted(number)), Duration.ofMinutes(9), journal);
        Instant end = Instant.now();
        assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Succeeded.class);
        Instant seen = available.getOrDefault("bench-" + number, end);
        Duration noticed = Duration.between(seen, end);
        return new Timing(Duration.between(begin, applied[0]), noticed.isNegative() ? Duration.ZERO : noticed);
    }

    private static void report(Map<Integer, Timing> timings, long requests, int watches) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        var result = Map.of(
                "deployments",
                COUNT,
                "requestsPerDeployment",
                (double) requests / COUNT,
                "watches",
                watches,
                "appliedMilliseconds",
                percentiles(timings.values().stream().map(Timing::applied).toList()),
                "noticedMilliseconds",
                percentiles(timings.values().stream().map(Timing::noticed).toList()),
                "overheadMilliseconds",
                percentiles(timings.values().stream().map(Timing::overhead).toList()),
                "heapMiB",
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        String json = new ObjectMapper().writeValueAsString(result);
        Files.writeString(Path.of("target", "deployer-benchmark.json"), json);
        System.out.println(json);
    }

    private static Map<String, Long> percentiles(List<Duration> durations) {
        var sorted = durations.stream().map(Duration::toMillis).sorted().toList();
        return Map.of(
                "p50", sorted.get((sorted.size() - 1) / 2), "p99", sorted.get((int) ((sorted.size() - 1) * 0.99)));
    }
}
