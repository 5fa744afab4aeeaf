package io.gennaker.acceptance;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.Execution;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.pipeline.Written;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Secrets where people put them by mistake, and where they are by right: written into manifests and patches, which are
/// refused, and in a Secret of a cluster that an execution changes, and takes its change back.
final class PlantedSecrets {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata: {name: production}
            spec: {context: production}
            """;
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: planted}
            spec:
              stages:
                - {id: apply, kind: deploy, cluster: production, namespace: default, manifests: [part.yaml], undoOnFailure: true}
                - {id: label, kind: patch, cluster: production, namespace: default, object: {kind: Secret, name: planted}, patch: change.yaml, undoOnFailure: true}
                - {id: fail, kind: check, conditions: [{that: "1 > 2", message: all is to be given back}]}
            """;
    private static final String PART =
            "{apiVersion: v1, kind: Secret, metadata: {name: planted, labels: {team: shop}}}";
    private static final String CHANGE = "{metadata: {labels: {changed: \"yes\"}}}";

    private final ConsoleClient console;
    private final LocalPlatform platform;
    private final Map<String, String> values = new TreeMap<>();

    PlantedSecrets(ConsoleClient console, LocalPlatform platform) {
        this.console = console;
        this.platform = platform;
        List.of("in-a-manifest", "in-a-variable", "in-a-patch", "in-the-cluster")
                .forEach(name -> values.put(name, "planted-" + UUID.randomUUID()));
    }

    /// What was planted, by name; also as Secrets hold it.
    Map<String, String> values() {
        var all = new TreeMap<>(values);
        values.forEach((name, value) -> all.put(name + "-in-base64", base64(value)));
        return all;
    }

    /// @return how the pipeline ended that changes the cluster's Secret
    ExecutionStatus plant() throws IOException, InterruptedException {
        console.apply(List.of(new Written("cluster.yaml", CLUSTER, Map.of())), null, null);
        refused(Map.of(
                "part.yaml",
                "{apiVersion: v1, kind: Secret, metadata: {name: planted}, stringData: {a: "
                        + values.get("in-a-manifest") + "}}",
                "change.yaml",
                CHANGE));
        refused(Map.of(
                "part.yaml",
                "{apiVersion: v1, kind: Pod, metadata: {name: planted}, spec: {containers: [{name: a, image: a, env:"
                        + " [{name: DB_PASSWORD, value: " + values.get("in-a-variable") + "}]}]}}",
                "change.yaml",
                CHANGE));
        refused(Map.of("part.yaml", PART, "change.yaml", "{data: {a: " + base64(values.get("in-a-patch")) + "}}"));
        secretInTheCluster();
        apply(Map.of("part.yaml", PART, "change.yaml", CHANGE));
        String id = console.start("planted", Map.of(), Map.of(), Map.of(), null);
        return console.follow(id, PATIENCE, Execution::finished).status();
    }

    private void apply(Map<String, String> files) {
        console.apply(List.of(new Written("planted.yaml", PIPELINE, files)), null, null);
    }

    private void refused(Map<String, String> files) {
        try {
            apply(files);
        } catch (CliFailure expected) {
            return;
        }
        throw new AssertionError("taken, though it holds a secret: " + files.keySet());
    }

    private void secretInTheCluster() throws IOException, InterruptedException {
        String secret = base64(values.get("in-the-cluster"));
        String body = """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "planted", "annotations":
                  {"kubectl.kubernetes.io/last-applied-configuration": "{\\"data\\":{\\"a\\":\\"%s\\"}}"}},
                 "type": "Opaque", "data": {"a": "%s"}}
                """.formatted(secret, secret);
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    platform.apiServerUrl("production") + "/api/v1/namespaces/default/secrets"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("secret not made: " + answer.body());
            }
        }
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
