package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.TestImages;
import io.gennaker.deployer.testing.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every cluster must do for the deployer. Run on the simulated ones, and on real ones where they are given.
abstract class ClusterConformance {
    private static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop");

    private final String namespace =
            "gennaker-test-" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId(namespace + "-1");
    private Deployer deployer;
    private KubernetesClient foreign;

    abstract Path kubeconfig();

    abstract TestImages images();

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

    private Deployer.Run run(String manifests) {
        return deployer.run(execution, deployer.apply(namespace, manifests));
    }

    private static String shop(TestImages.Image image, String settings) {
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
                {apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}, ports: [{port: 80}]}}
                """.formatted(image.yaml(), settings);
    }

    private static final String MESH = """
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

    private static void assertSucceeded(Deployer.Run run) {
        assertThat(run.outcome()).as("%s", run.progress()).isInstanceOf(DeploymentEvent.Succeeded.class);
    }

    private static void assertFailed(Deployer.Run run, FailureCode code, String reason) {
        assertThat(run.outcome()).isInstanceOfSatisfying(DeploymentEvent.Failed.class, failed -> {
            assertThat(failed.reason()).contains(reason);
            assertThat(failed.code()).isEqualTo(code);
        });
    }

    private Resource live(String apiVersion, String kind, String name) {
        return deployer.read(apiVersion, kind, namespace, name).orElseThrow();
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
        assertThat(first.progress())
                .first()
                .asString()
                .startsWith("applied ConfigMap settings, Service shop, Deployment");
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
        assertSucceeded(run(shop(images().good(), "1")));
        applyAs("other-tool", "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {VALUE: theirs}}");

        // When
        var refused = run(shop(images().good(), "2"));
        var forced = run(shop(images().good(), "2")
                .replace(
                        "metadata: {name: settings}",
                        "metadata: {name: settings, annotations:" + " {gennaker.io/force-conflicts: \"true\"}}"));

        // Then
        assertFailed(refused, FailureCode.CONFLICT, "other-tool");
        assertFailed(refused, FailureCode.CONFLICT, ".data.VALUE");
        assertSucceeded(forced);
        assertThat(live("v1", "ConfigMap", "settings").at("data", "VALUE").text())
                .isEqualTo("2");
    }

    private void applyAs(String manager, String yaml) {
        foreign.resource(Trees.generic(Yaml.resource(yaml)))
                .inNamespace(namespace)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(manager)
                        .withForce(true)
                        .build());
    }

    @Test
    void shouldFailEarlyWhenTheImageIsNotThere() {
        // When
        var run = deployer.run(
                execution, deployer.apply(namespace, shop(images().missing(), "1")), Duration.ofMinutes(5));

        // Then
        assertFailed(run, FailureCode.IMAGE_NOT_FOUND, "ImagePull");
        assertThat(run.progress())
                .anySatisfy(text -> assertThat(text)
                        .contains("Deployment shop: ")
                        .contains("pod shop-")
                        .contains(images().missing().reference()));
    }

    @Test
    void shouldFailEarlyWhenContainersKeepEnding() {
        var run = deployer.run(
                execution, deployer.apply(namespace, shop(images().crashing(), "1")), Duration.ofMinutes(5));

        assertFailed(run, FailureCode.CRASH_LOOP, "pod shop-");
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
        assertThat(live("v1", "ConfigMap", "settings").at("data", "VALUE").text())
                .isEqualTo("1");
        assertThat(deployer.read("v1", "ConfigMap", namespace, "extra")).isEmpty();
    }

    private static String job(TestImages.Image image) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 1
                      containers: [{name: main, %s}]
                """.formatted(image.yaml());
    }

    private List<?> jobs() {
        return foreign.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    @Test
    void shouldKeepTheLogOfAJobAndRemoveIt() {
        var run = deployer.run(execution, deployer.job(namespace, job(images().jobOk())));

        assertSucceeded(run);
        assertThat(((DeploymentEvent.Succeeded) run.outcome()).outputs()).containsEntry("exitCode", "0");
        assertThat(run.journal().reports(DeploymentEvent.JobLogged.class))
                .singleElement()
                .satisfies(logged -> {
                    assertThat(logged.log()).contains("migrated");
                    assertThat(logged.exitCode()).isZero();
                    assertThat(logged.container()).isEqualTo("main");
                });
        await().until(() -> jobs().isEmpty());
    }

    @Test
    void shouldTellTheLastLineOfAJobThatFailed() {
        var run = deployer.run(execution, deployer.job(namespace, job(images().jobFailing())));

        assertFailed(run, FailureCode.JOB_FAILED, "exit code 3, last log line: table missing");
        assertThat(run.journal().reports(DeploymentEvent.JobLogged.class)).hasSize(1);
        await().until(() -> jobs().isEmpty());
    }

    @Test
    void shouldRemoveAJobThatIsCancelled() {
        // Given
        var journal = new FakeJournal();
        Thread.ofVirtual().start(() -> {
            await().until(() -> !jobs().isEmpty());
            journal.cancel();
        });

        // When
        var run = deployer.run(
                execution, deployer.job(namespace, job(images().jobLong())), Duration.ofMinutes(2), journal);

        // Then
        assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Cancelled.class);
        await().until(() -> jobs().isEmpty());
    }

    @Test
    void shouldCarryACanaryThroughItsWholeLife() {
        // Given
        assertSucceeded(run(shop(images().good(), "1") + MESH));
        String revision = execution.revision();

        // When
        var steps = List.of(
                deployer.run(execution, new DeploymentTask.StartBaseline(deployer.target(), namespace, "shop", 1)),
                deployer.run(
                        execution,
                        new DeploymentTask.StartCanary(
                                deployer.target(),
                                namespace,
                                "shop",
                                1,
                                CompressedText.of(shop(images().better(), "2")))),
                shift(TrafficSplit.even(10)));
        Resource canary = live("apps/v1", "Deployment", "shop-canary-" + revision);
        String during = weights();
        var promoted = run(shop(images().better(), "1") + MESH.replace("name: all,", "name: all, timeout: 7s,"));
        String afterPromotion = weights();
        var back = shift(TrafficSplit.ALL_RELEASE);
        var removed =
                deployer.run(execution, new DeploymentTask.RemoveVariants(deployer.target(), namespace, ROUTE, "shop"));

        // Then
        assertThat(steps).allSatisfy(ClusterConformance::assertSucceeded);
        assertThat(during).isEqualTo("release 80, baseline-" + revision + " 10, canary-" + revision + " 10");
        assertThat(canary.at("spec", "template", "spec", "containers")
                        .items()
                        .getFirst()
                        .at("envFrom")
                        .items())
                .first()
                .satisfies(source ->
                        assertThat(source.at("configMapRef", "name").text()).isEqualTo("settings-" + revision));
        assertSucceeded(promoted);
        assertThat(afterPromotion).isEqualTo(during);
        assertThat(live("networking.istio.io/v1", "VirtualService", "shop")
                        .at("spec", "http")
                        .items()
                        .getFirst()
                        .at("timeout")
                        .text())
                .isEqualTo("7s");
        assertSucceeded(back);
        assertThat(weights()).isEqualTo("release 100");
        assertSucceeded(removed);
        assertThat(live("networking.istio.io/v1", "DestinationRule", "shop")
                        .at("spec", "subsets")
                        .items())
                .singleElement()
                .satisfies(subset -> assertThat(subset.at("name").text()).isEqualTo("release"));
        assertThat(deployer.read("apps/v1", "Deployment", namespace, "shop-canary-" + revision))
                .isEmpty();
        assertThat(deployer.read("apps/v1", "Deployment", namespace, "shop-baseline-" + revision))
                .isEmpty();
        assertThat(deployer.read("v1", "ConfigMap", namespace, "settings-" + revision))
                .isEmpty();
        assertThat(live("v1", "ConfigMap", "settings").at("data", "VALUE").text())
                .isEqualTo("1");
    }

    private Deployer.Run shift(TrafficSplit split) {
        return deployer.run(
                execution,
                new DeploymentTask.ShiftTraffic(
                        deployer.target(), namespace, ROUTE, "shop", split, Steering.NONE, WayBack.BOUNDED));
    }

    private String weights() {
        return String.join(
                ", ",
                live("networking.istio.io/v1", "VirtualService", "shop")
                        .at("spec", "http")
                        .items()
                        .getFirst()
                        .at("route")
                        .items()
                        .stream()
                        .map(entry -> entry.at("destination", "subset").textOr("-") + " "
                                + entry.at("weight").numberOr(-1))
                        .toList());
    }

    @Test
    void shouldRefuseARouteThatIsNotThere() {
        assertSucceeded(run(shop(images().good(), "1")));

        assertFailed(shift(TrafficSplit.ALL_RELEASE), FailureCode.ROUTE_INVALID, "there is no VirtualService shop");
    }

    @Test
    void shouldRefuseABaselineOfAReleaseThatGennakerNeverDeployed() {
        applyAs("kubectl", shop(images().good(), "1").split("---")[0]);

        var run = deployer.run(execution, new DeploymentTask.StartBaseline(deployer.target(), namespace, "shop", 1));

        assertFailed(run, FailureCode.NO_RELEASE, "has no label gennaker.io/track=release on its pods");
    }
}
