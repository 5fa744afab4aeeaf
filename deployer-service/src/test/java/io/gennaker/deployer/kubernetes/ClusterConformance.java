package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.TestImages;
import io.gennaker.deployer.testing.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What every cluster must do for the deployer. Run on the simulated ones, and on real ones where they are given.
abstract class ClusterConformance {
    static final String MESH = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {hosts: [shop], http: [{name: all, route: [{destination: {host: shop}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            """;

    /// A real cluster takes its time to end a pod, and a busy machine too.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final String namespace = "gennaker-test-" + UUID.randomUUID().toString().substring(0, 8);
    final ExecutionId execution = new ExecutionId(namespace + "-1");
    Deployer deployer;
    KubernetesClient foreign;

    private final TestClusters clusters;

    ClusterConformance(TestClusters clusters) {
        this.clusters = clusters;
    }

    Path kubeconfig() {
        return clusters.kubeconfig();
    }

    TestImages images() {
        return clusters.images();
    }

    @BeforeEach
    void connect() {
        deployer = new Deployer(kubeconfig(), "one");
        foreign = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig("one", kubeconfig().toFile()))
                .build();
        assertSucceeded(run("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"));
    }

    @AfterEach
    void clean() {
        foreign.namespaces().withName(namespace).delete();
        foreign.close();
        deployer.close();
    }

    Deployer.Run run(String manifests) {
        return deployer.run(execution, deployer.apply(namespace, manifests));
    }

    static String shop(TestImages.Image image, String settings) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers: [{name: app, %s, envFrom: [{configMapRef: {name: settings}}]}]
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {VALUE: "%s"}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}, ports: [{port: 80, protocol: TCP}]}}
                """.formatted(image.yaml(), settings);
    }

    static void assertSucceeded(Deployer.Run run) {
        assertThat(run.outcome()).as("%s", run.progress()).isInstanceOf(DeploymentEvent.Succeeded.class);
    }

    static void assertFailed(Deployer.Run run, FailureCode code, String reason) {
        assertThat(run.outcome()).isInstanceOfSatisfying(DeploymentEvent.Failed.class, failed -> {
            assertThat(failed.reason()).contains(reason);
            assertThat(failed.code()).isEqualTo(code);
        });
    }

    Resource live(String apiVersion, String kind, String name) {
        return deployer.read(apiVersion, kind, namespace, name).orElseThrow();
    }

    Resource container() {
        return new Resource(new Value.Fields(live("apps/v1", "Deployment", "shop")
                .at("spec", "template", "spec", "containers")
                .items()
                .getFirst()
                .fields()));
    }

    String image() {
        return container().at("image").textOr("");
    }

    /// The configuration that the release's pods refer to.
    Resource config() {
        String name = container()
                .at("envFrom")
                .items()
                .getFirst()
                .at("configMapRef", "name")
                .textOr("");
        assertThat(name).matches("settings-[0-9a-f]{10}");
        return live("v1", "ConfigMap", name);
    }

    ObjectReference deployment() {
        return new ObjectReference("apps/v1", "Deployment", "shop");
    }

    static ObjectChange changeOf(Deployer.Run run, String kind) {
        return run.journal().reports(DeploymentEvent.ChangesPlanned.class).stream()
                .flatMap(planned -> planned.objects().stream())
                .filter(change -> change.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    void applyAs(String manager, String yaml) {
        foreign.resource(Trees.generic(Yaml.resource(yaml)))
                .inNamespace(namespace)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(manager)
                        .withForce(true)
                        .build());
    }
}
