package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Manifests are applied, explained, and taken back.
abstract class ApplyConformance extends ClusterConformance {
    ApplyConformance(TestClusters clusters) {
        super(clusters);
    }

    @Test
    void shouldTellEachFieldThatWillChangeBeforeAnythingIsWritten() {
        // Given
        var first = run(shop(images().good(), "1"));

        // When
        var second = run(shop(images().better(), "1"));

        // Then
        assertThat(changeOf(first, "Deployment").effect()).isEqualTo(ObjectChange.Effect.CREATED);
        assertThat(changeOf(second, "Service").effect()).isEqualTo(ObjectChange.Effect.UNCHANGED);
        assertThat(changeOf(second, "ConfigMap").effect()).isEqualTo(ObjectChange.Effect.UNCHANGED);
        assertThat(changeOf(second, "Deployment").fields())
                .containsExactly(new FieldChange(
                        "spec.template.spec.containers[name=app].image",
                        "\"" + images().good().reference() + "\"",
                        "\"" + images().better().reference() + "\""));
    }

    @Test
    void shouldCollectOldVersionsOfConfigurationThatNoRevisionNeeds() {
        // Given
        String shortMemory =
                shop(images().good(), "%s").replace("replicas: 2", "replicas: 1\n  revisionHistoryLimit: 1");
        assertSucceeded(run(shortMemory.formatted("1")));
        String first = config().name();
        assertSucceeded(run(shortMemory.formatted("2")));
        assertSucceeded(run(shortMemory.formatted("3")));
        assertSucceeded(run(shortMemory.formatted("4")));
        String before = config().name();
        boolean keptWhileYoung =
                deployer.read("v1", "ConfigMap", namespace, first).isPresent();
        // The last pod of the first revision takes its time to end.
        await().atMost(Duration.ofSeconds(60)).until(() -> !isNamed(first));

        // When
        deployer.moveOn(Duration.ofHours(2));
        var last = run(shortMemory.formatted("5"));

        // Then
        assertThat(keptWhileYoung).isTrue();
        assertThat(last.progress()).last().asString().contains("removed", first);
        assertThat(deployer.read("v1", "ConfigMap", namespace, first)).isEmpty();
        assertThat(deployer.read("v1", "ConfigMap", namespace, before)).isPresent();
        assertThat(config().at("data", "VALUE").text()).isEqualTo("5");
    }

    private boolean isNamed(String config) {
        var all = LabelSelector.equal(Map.of());
        return Stream.concat(
                        deployer.cluster().list("v1", "Pod", namespace, all).stream(),
                        deployer.cluster().list("apps/v1", "ReplicaSet", namespace, all).stream())
                .anyMatch(user -> Yaml.READER.text(user.body()).contains(config));
    }

    @Test
    void shouldWatchEachKindOfTheNamespaceOnceHoweverManyTasksLook() {
        // Given
        String deployment =
                shop(images().good(), "1").split("---")[0].replace(", envFrom: [{configMapRef: {name: settings}}]", "");
        long before = deployer.usage().requests();

        // When
        var runs = Stream.of("a", "b", "c", "d")
                .map(name -> CompletableFuture.supplyAsync(
                        () -> run(deployment
                                .replace("name: shop", "name: " + name)
                                .replace("app: shop", "app: " + name)),
                        Thread::startVirtualThread))
                .toList();
        runs.stream().map(CompletableFuture::join).forEach(ClusterConformance::assertSucceeded);

        // Then
        assertThat(deployer.usage().watches())
                .as("of Deployments, ReplicaSets, Pods and Events")
                .isEqualTo(4);
        assertThat(deployer.usage().requests() - before).isLessThanOrEqualTo(4 * 12);
    }

    @Test
    void shouldApplyADefinitionAndAnObjectOfItTogether() {
        // Given
        String kind = "Bridge" + namespace.substring(namespace.length() - 4);
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        String group = "infra.gennaker.test";

        // When
        var run = run("""
                apiVersion: %1$s/v1
                kind: %2$s
                metadata: {name: database}
                spec: {size: 1}
                ---
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %3$s.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: %2$s, plural: %3$s, singular: %4$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group, kind, plural, kind.toLowerCase(Locale.ROOT)));
        var made = deployer.read(group + "/v1", kind, namespace, "database");
        foreign.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(plural + "." + group)
                .delete();

        // Then
        assertSucceeded(run);
        assertThat(made).isPresent();
    }

    @Test
    void shouldApplyAndWaitUntilReadyAndSayWhatItReplaced() {
        // Given
        var first = run(shop(images().good(), "1"));

        // When
        var second = run(shop(images().better(), "2"));

        // Then
        assertSucceeded(first);
        assertThat(((DeploymentEvent.Succeeded) second.outcome()).outputs())
                .containsEntry("image", images().better().reference())
                .containsEntry("previousImage", images().good().reference())
                .containsEntry("revision", "2");
        assertThat(live("apps/v1", "Deployment", "shop")
                        .at("status", "availableReplicas")
                        .numberOr(0))
                .isEqualTo(2);
        assertThat(first.progress()).first().asString().startsWith("applied ConfigMap settings-");
        assertThat(foreign.pods()
                        .inNamespace(namespace)
                        .withLabel("gennaker.io/track", "release")
                        .list()
                        .getItems())
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldNameTheManagerAndTheFieldWhenAnotherManagerOwnsIt() {
        // Given
        String config = "{apiVersion: v1, kind: ConfigMap, metadata: {name: plain}, data: {VALUE: \"%s\"}}\n---\n";
        assertSucceeded(run(config.formatted("1") + shop(images().good(), "1")));
        applyAs("other-tool", "{apiVersion: v1, kind: ConfigMap, metadata: {name: plain}, data: {VALUE: theirs}}");
        String changed = config.formatted("2") + shop(images().better(), "1");

        // When
        var refused = run(changed);
        String imageAfterRefusal = image();
        var forced = deployer.run(
                execution,
                new DeploymentTask.ApplyManifests(deployer.target(), namespace, CompressedText.of(changed), true));

        // Then
        assertFailed(refused, FailureCode.CONFLICT, "nothing was written: apply ConfigMap plain: other managers own");
        assertFailed(refused, FailureCode.CONFLICT, "other-tool");
        assertFailed(refused, FailureCode.CONFLICT, ".data.VALUE");
        assertThat(imageAfterRefusal).isEqualTo(images().good().reference());
        assertSucceeded(forced);
        assertThat(live("v1", "ConfigMap", "plain").at("data", "VALUE").text()).isEqualTo("2");
    }

    @Test
    void shouldFailAtOnceWhenTheServerRefuses() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));

        // When
        var selector = run(shop(images().good(), "1")
                .replace("matchLabels: {app: shop}", "matchLabels: {app: shop, tier: web}")
                .replace("labels: {app: shop}", "labels: {app: shop, tier: web}"));
        var unknown = run("{apiVersion: example.com/v1, kind: Nothing, metadata: {name: x}}");
        var elsewhere = run("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: default}}");

        // Then
        assertFailed(selector, FailureCode.REFUSED, "apply Deployment shop");
        assertFailed(unknown, FailureCode.REFUSED, "does not know kind Nothing");
        assertFailed(elsewhere, FailureCode.REFUSED, "is for namespace default");
    }

    @Test
    void shouldFailAtOnceWhenAFieldDoesNotExist() {
        // When
        var run = run(shop(images().good(), "1").replace("replicas: 2", "replica: 2"));

        // Then
        assertFailed(run, FailureCode.REFUSED, ".spec.replica: field not declared in schema");
        assertThat(deployer.read("v1", "Service", namespace, "shop")).isEmpty();
    }

    @Test
    void shouldNameTheKnownClustersWhenOneIsUnknown() {
        var run = deployer.run(
                execution, new DeploymentTask.StartBaseline(new ClusterTarget("mars", "mars"), namespace, "shop", 1));

        assertFailed(run, FailureCode.UNKNOWN_CLUSTER, "no kubeconfig context mars; known are one, two");
    }

    @Test
    void shouldPutBackWhatAnApplyReplacedAndRemoveWhatItMade() {
        // Given
        assertSucceeded(run(shop(images().good(), "1").replace("  replicas: 2\n", "")));
        applyAs("autoscaler", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop}, spec: {replicas: 3}}");
        var newer = new ExecutionId(namespace + "-2");
        var applied = deployer.run(
                newer,
                deployer.apply(
                        namespace,
                        shop(images().better(), "2").replace("  replicas: 2\n", "")
                                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}}\n"));
        assertSucceeded(applied);

        // When
        var undone =
                deployer.run(newer, new DeploymentTask.UndoApply(deployer.target(), namespace, applied.operation()));
        var again =
                deployer.run(newer, new DeploymentTask.UndoApply(deployer.target(), namespace, applied.operation()));

        // Then
        assertSucceeded(undone);
        assertSucceeded(again);
        Resource shop = live("apps/v1", "Deployment", "shop");
        assertThat(shop.at("spec", "template", "spec", "containers")
                        .items()
                        .getFirst()
                        .at("image")
                        .text())
                .isEqualTo(images().good().reference());
        assertThat(shop.at("spec", "replicas").numberOr(0)).isEqualTo(3);
        assertThat(shop.annotation("gennaker.io/execution")).isEqualTo(execution.value());
        assertThat(config().at("data", "VALUE").text()).isEqualTo("1");
        assertThat(deployer.read("v1", "ConfigMap", namespace, "extra")).isEmpty();
    }
}
