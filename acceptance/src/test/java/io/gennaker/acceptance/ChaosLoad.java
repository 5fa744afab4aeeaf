package io.gennaker.acceptance;

import static org.awaitility.Awaitility.await;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.pipeline.Written;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Starts executions whose end is known before: good ones, ones that fail and are taken back, ones that are cancelled.
final class ChaosLoad {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata: {name: production}
            spec: {context: production}
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "${{ pipeline.name }}"}
            data: {mode: fast}
            """;
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: "${{ pipeline.name }}-test"}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: test, image: "us.gcr.io/acme/IMAGE:v1"}]
            """;

    private final ConsoleClient console;
    private final Random random;
    private final Map<String, ExecutionStatus> expected = new LinkedHashMap<>();

    /// @param console that persists while it is away
    ChaosLoad(ConsoleClient console, Random random) {
        this.console = console;
        this.random = random;
    }

    /// The kinds of executions, each a pipeline of its own.
    private enum Kind {
        GOOD("chaos-ok", "1s", ExecutionStatus.SUCCEEDED),
        FAILS("chaos-bad", "1s", ExecutionStatus.FAILED),
        CANCELLED("chaos-ok", "10m", ExecutionStatus.CANCELLED);

        private final String image;
        private final String wait;
        private final ExecutionStatus end;

        Kind(String image, String wait, ExecutionStatus end) {
            this.image = image;
            this.wait = wait;
            this.end = end;
        }

        String pipeline() {
            return "chaos-" + name().toLowerCase(Locale.ROOT);
        }
    }

    void define(String clustersAdminUrl) throws IOException, InterruptedException {
        pushImage(clustersAdminUrl, "chaos-ok", 0);
        pushImage(clustersAdminUrl, "chaos-bad", 1);
        apply("cluster.yaml", CLUSTER, Map.of());
        for (Kind kind : Kind.values()) {
            apply(
                    kind.pipeline() + ".yaml",
                    document(kind),
                    Map.of("config.yaml", CONFIG, "job.yaml", JOB.replace("IMAGE", kind.image)));
        }
    }

    private void apply(String fileName, String document, Map<String, String> files) {
        console.apply(List.of(new Written(fileName, document, files)), null, null);
    }

    /// Many at once of each kind, some of them always waiting for a place.
    private static String document(Kind kind) {
        return """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec:
                  concurrency: {limit: 8, whenFull: queue}
                  timeout: 30m
                  stages:
                    - {id: apply, kind: deploy, cluster: production, namespace: default, manifests: [config.yaml], undoOnFailure: true}
                    - {id: rest, kind: wait, duration: %s}
                    - {id: test, kind: job, cluster: production, namespace: default, manifest: job.yaml}
                    - {id: last, kind: deploy, cluster: production, namespace: default, manifests: [config.yaml]}
                """.formatted(kind.pipeline(), kind.wait);
    }

    private static void pushImage(String clustersAdminUrl, String name, int exitCode)
            throws IOException, InterruptedException {
        String body = """
                {"reference": "us.gcr.io/acme/%s:v1",
                 "labels": {"sim.gennaker.io/run-for": "300ms", "sim.gennaker.io/exit-code": "%d"}}
                """.formatted(name, exitCode);
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(clustersAdminUrl + "/images"))
                            .PUT(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("image not pushed: " + answer.body());
            }
        }
    }

    /// Starts one; one that is to be cancelled is, at once or when it already runs.
    void startOne(int number) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        String id = console.start(kind.pipeline(), Map.of(), Map.of(), Map.of(), "chaos-" + number);
        expected.put(id, kind.end);
        if (kind == Kind.CANCELLED) {
            cancel(id);
        }
    }

    /// The console knows an execution when the orchestrator has told of it.
    private void cancel(String id) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> console.execution(id)
                        .filter(execution -> execution.status() != null)
                        .isPresent());
        try {
            console.cancel(id, "chaos");
        } catch (CliFailure ended) {
            // an answer was lost and the repetition came after the end: the check of the ends says if that is right
            System.out.println("[chaos] cancel of " + id + ": " + ended.getMessage());
        }
    }

    /// How each execution that was started is to end.
    Map<String, ExecutionStatus> expected() {
        return expected;
    }
}
