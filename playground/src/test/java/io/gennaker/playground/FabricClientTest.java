package io.gennaker.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Gennaker's deployer does with its client, done to a simulated cluster.
class FabricClientTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final ResourceDefinitionContext VIRTUAL_SERVICES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1beta1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();

    @TempDir
    private static Path folder;

    private static RunningClusters running;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        running = new RunningClusters(folder);
        running.image("acme/shop:v1", Map.of());
        running.image("acme/job:v1", Map.of("sim.gennaker.io/log", "migrated", "sim.gennaker.io/run-for", "200ms"));
        var config = Config.fromKubeconfig(running.clusters.kubeconfig().toFile());
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        running.close();
    }

    @Test
    void shouldRollOutAndReportConflictsWhenAppliedByTwoManagers() {
        // Given
        var applied = client.resource(deployment(2)).patch(apply("gennaker", false));
        client.apps().deployments().withName("shop").waitUntilReady(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);

        // When
        var refusal = assertThatThrownBy(() -> client.resource(deployment(5)).patch(apply("somebody", false)));

        // Then
        assertThat(applied.getMetadata().getManagedFields().getFirst().getManager())
                .isEqualTo("gennaker");
        refusal.isInstanceOfSatisfying(
                KubernetesClientException.class,
                failure -> assertThat(failure.getCode()).isEqualTo(409));
        refusal.hasMessageContaining("conflict with \"gennaker\": .spec.replicas");
        assertThat(client.resource(deployment(5))
                        .patch(apply("somebody", true))
                        .getSpec()
                        .getReplicas())
                .isEqualTo(5);
    }

    @Test
    void shouldSeeChangesWhenItWatches() {
        // Given
        var seen = new CopyOnWriteArrayList<String>();
        var watch = client.configMaps().withLabel("watched", "yes").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                seen.add(action + " " + map.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {}
        });

        // When
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("watched")
                .addToLabels("watched", "yes")
                .endMetadata()
                .build();
        client.resource(map).create();
        client.configMaps()
                .withName("watched")
                .edit(found -> new ConfigMapBuilder(found).addToData("a", "b").build());
        client.configMaps().withName("watched").delete();

        // Then
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() ->
                        assertThat(seen).isEqualTo(List.of("ADDED watched", "MODIFIED watched", "DELETED watched")));
        watch.close();
    }

    @Test
    void shouldKeepACacheWhenAnInformerRuns() {
        // Given
        var informer = client.pods().withLabel("informed", "yes").inform();
        var pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: informed, labels: {informed: "yes"}}
                spec: {containers: [{name: main, image: "acme/shop:v1"}]}
                """, Pod.class);

        // When
        client.resource(pod).create();

        // Then
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(informer.getStore().list())
                        .singleElement()
                        .satisfies(cached ->
                                assertThat(cached.getStatus().getPhase()).isEqualTo("Running")));
        informer.close();
    }

    @Test
    void shouldReadTheLogWhenAJobHasEnded() {
        // Given
        client.resource("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: migrate, namespace: default}
                        spec:
                          template:
                            spec:
                              restartPolicy: Never
                              containers: [{name: main, image: "acme/job:v1"}]
                        """).create();

        // When
        client.batch()
                .v1()
                .jobs()
                .withName("migrate")
                .waitUntilCondition(
                        job -> job.getStatus() != null && job.getStatus().getSucceeded() != null,
                        LONG_ENOUGH.toSeconds(),
                        TimeUnit.SECONDS);

        // Then
        assertThat(client.batch().v1().jobs().withName("migrate").getLog()).isEqualTo("migrated\n");
    }

    @Test
    void shouldPatchWeightsWhenTheVirtualServiceIsGeneric() {
        // Given
        GenericKubernetesResource created = Serialization.unmarshal("""
                apiVersion: networking.istio.io/v1beta1
                kind: VirtualService
                metadata: {name: weighted, namespace: default}
                spec:
                  hosts: [weighted]
                  http:
                  - name: main
                    route:
                    - {destination: {host: weighted, subset: release}, weight: 100}
                    - {destination: {host: weighted, subset: canary}, weight: 0}
                """);
        var resources = client.genericKubernetesResources(VIRTUAL_SERVICES).inNamespace("default");
        resources.resource(created).create();

        // When
        var patched = resources.withName("weighted").patch(PatchContext.of(PatchType.JSON), """
                        [{"op":"replace","path":"/spec/http/0/route/0/weight","value":90},
                         {"op":"replace","path":"/spec/http/0/route/1/weight","value":10}]
                        """);

        // Then
        assertThat(patched.<Integer>get("spec", "http", 0, "route", 1, "weight"))
                .isEqualTo(10);
        assertThat(patched.getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void shouldScaleWhenAskedThroughTheSubresource() {
        // Given
        var small = deployment(1);
        small.getMetadata().setName("scaled");
        client.resource(small).create();

        // When
        client.apps().deployments().withName("scaled").scale(3);

        // Then
        assertThat(client.apps()
                        .deployments()
                        .withName("scaled")
                        .get()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(3);
    }

    private static PatchContext apply(String manager, boolean force) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force)
                .build();
    }

    private static Deployment deployment(int replicas) {
        return Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, namespace: default}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop, version: v1}}
                    spec:
                      containers: [{name: main, image: "acme/shop:v1"}]
                """.formatted(replicas), Deployment.class);
    }
}
