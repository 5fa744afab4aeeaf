package io.gennaker.orchestrator.testing;

import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.outbox.testing.TestBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Definitions and commands of test deliveries, published as other services do.
public final class Deliveries {
    public static final Actor ANN = new Actor("ann", List.of("maintainer"));
    public static final Artifact SHOP =
            new Artifact("shop", new ImageReference("us.gcr.io/acme/shop", "v2", Digest.of("shop v2")));

    private final TestBus bus;

    public Deliveries(TestBus bus) {
        this.bus = bus;
    }

    /// Puts the cluster `production` in force.
    public void cluster() {
        apply(DefinitionKind.CLUSTER, "production", text("cluster.yaml"), Map.of());
    }

    /// Puts a pipeline in force: schema job, canary with one weight and a question, a wait.
    public void canaryPipeline(String name) {
        apply(
                DefinitionKind.PIPELINE,
                name,
                text("pipeline.yaml").replace("NAME", name),
                Map.of("shop.yaml", packed("shop.yaml"), "schema-job.yaml", packed("schema-job.yaml")));
    }

    /// Puts a pipeline in force: one deploy that is taken back, with a timeout of two seconds.
    public void deployPipeline(String name, int limit) {
        String document = text("deploy.yaml").replace("NAME", name).replace("LIMIT", Integer.toString(limit));
        apply(DefinitionKind.PIPELINE, name, document, Map.of("config.yaml", packed("config.yaml")));
    }

    /// Puts a pipeline in force that takes its one manifest from Git.
    public void pipelineWithFile(String name) {
        pipeline(name, """
                  artifacts: [{name: config, git: {repository: github.com/acme/shop, ref: main, path: a.yaml}}]
                  stages:
                    - {id: one, kind: deploy, cluster: production, namespace: shop, manifests: [{artifact: config}]}
                """);
    }

    /// Puts a pipeline without files in force.
    public void pipeline(String name, String spec) {
        String head = "apiVersion: gennaker/v1\nkind: Pipeline\nmetadata: {name: " + name
                + ", application: nesting}\nspec:\n";
        apply(DefinitionKind.PIPELINE, name, head + spec, Map.of());
    }

    /// Puts a pipeline of an application of its own in force that asks no service.
    public void shortPipeline(String name) {
        apply(DefinitionKind.PIPELINE, name, """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec: {stages: [{id: pause, kind: wait, duration: 10ms}]}
                """.formatted(name), Map.of());
    }

    /// Freezes an application from now on.
    public void freeze(String application, Instant until) {
        apply(DefinitionKind.FREEZE, application, """
                apiVersion: gennaker/v1
                kind: Freeze
                metadata: {name: %s}
                spec: {applications: [%s], times: [{from: 2020-01-01T00:00:00Z, to: %s}], reason: calm}
                """.formatted(application, application, until), Map.of());
    }

    public void apply(DefinitionKind kind, String name, String document, Map<String, CompressedText> files) {
        publish(kind, name, document, files);
        // Long enough for a service that only starts, on a machine that is busy.
        await(name + " to be in force")
                .atMost(Duration.ofMinutes(3))
                .pollInSameThread()
                .until(() -> bus.messages(Topic.DEFINITIONS, DefinitionEvent.Applied.class).stream()
                        .anyMatch(applied -> applied.name().equals(name)
                                && applied.document().equals(document)));
    }

    public void publish(DefinitionKind kind, String name, String document, Map<String, CompressedText> files) {
        bus.publish(new DefinitionCommand.Apply(kind, name, name + ".yaml", document, files, ANN, now()));
    }

    public ExecutionCommand.Start start(String pipeline, String key, List<Artifact> artifacts) {
        return new ExecutionCommand.Start(
                ExecutionId.of(pipeline, key),
                pipeline,
                new TriggerInfo("manual", "console", key, "ann", Map.of()),
                Map.of(),
                artifacts,
                now(),
                new Actor("ann", List.of("deployer")));
    }

    /// Starts a delivery of the image.
    public ExecutionId startCanary(String pipeline) {
        var start = start(pipeline, "1", List.of(SHOP));
        bus.publish(start);
        return start.executionId();
    }

    public ExecutionId startDeploy(String pipeline, int number) {
        var start = start(pipeline, Integer.toString(number), List.of());
        bus.publish(start);
        return start.executionId();
    }

    public void cancel(ExecutionId id) {
        cancel(id, ANN);
    }

    public void cancel(ExecutionId id, Actor by) {
        bus.publish(new ExecutionCommand.Cancel(id, by, "wrong version", now()));
    }

    public void intervene(ExecutionId id, Intervention intervention) {
        bus.publish(new ExecutionCommand.Intervene(
                id, UUID.randomUUID().toString(), intervention, ANN, "the registry is back", now()));
    }

    public static String text(String name) {
        try (var resource = Objects.requireNonNull(Deliveries.class.getResourceAsStream("/delivery/" + name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static CompressedText packed(String name) {
        return CompressedText.of(text(name));
    }

    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
