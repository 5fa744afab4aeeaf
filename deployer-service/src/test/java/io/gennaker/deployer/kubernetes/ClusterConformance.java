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
import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.TestImages;
import io.gennaker.deployer.testing.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    private Resource container() {
        return new Resource(new Value.Fields(live("apps/v1", "Deployment", "shop")
                .at("spec", "template", "spec", "containers")
                .items()
                .getFirst()
                .fields()));
    }

    private String image() {
        return container().at("image").textOr("");
    }

    /// The configuration that the release's pods refer to.
    private Resource config() {
        String name = container()
                .at("envFrom")
                .items()
                .getFirst()
                .at("configMapRef", "name")
                .textOr("");
        assertThat(name).matches("settings-[0-9a-f]{10}");
        return live("v1", "ConfigMap", name);
    }

    private ObjectReference deployment() {
        return new ObjectReference("apps/v1", "Deployment", "shop");
    }

    private static ObjectChange changeOf(Deployer.Run run, String kind) {
        return run.journal().reports(DeploymentEvent.ChangesPlanned.class).stream()
                .flatMap(planned -> planned.objects().stream())
                .filter(change -> change.kind().equals(kind))
                .findFirst()
                .orElseThrow();
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
    void shouldRollImageAndConfigurationBackAsOne() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        assertSucceeded(run(shop(images().better(), "2")));
        String better = config().at("data", "VALUE").textOr("");

        // When
        var undone = deployer.run(
                execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, deployment(), null));
        var unknown = deployer.run(
                execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, deployment(), 77));

        // Then
        assertThat(better).isEqualTo("2");
        assertSucceeded(undone);
        assertThat(image()).isEqualTo(images().good().reference());
        assertThat(config().at("data", "VALUE").text()).isEqualTo("1");
        assertFailed(unknown, FailureCode.REFUSED, "keeps no revision 77; there are 2, 3");
    }

    @Test
    void shouldScaleAndTakeItBack() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));

        // When
        var scaled = deployer.run(
                execution, new DeploymentTask.ScaleWorkload(deployer.target(), namespace, deployment(), 3));
        int wide = live("apps/v1", "Deployment", "shop")
                .at("status", "availableReplicas")
                .numberOr(0);
        var undone =
                deployer.run(execution, new DeploymentTask.UndoApply(deployer.target(), namespace, scaled.operation()));
        var again =
                deployer.run(execution, new DeploymentTask.UndoApply(deployer.target(), namespace, scaled.operation()));

        // Then
        assertSucceeded(scaled);
        assertThat(wide).isEqualTo(3);
        assertThat(changeOf(scaled, "Deployment").fields()).containsExactly(new FieldChange("spec.replicas", "2", "3"));
        assertSucceeded(undone);
        assertSucceeded(again);
        assertThat(live("apps/v1", "Deployment", "shop")
                        .at("status", "replicas")
                        .numberOr(0))
                .isEqualTo(2);
    }

    @Test
    void shouldNotScaleAgainstAnAutoscaler() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        applyAs("kubectl", """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: shop-hpa}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
                  minReplicas: 2
                  maxReplicas: 4
                """);

        // When
        var run = deployer.run(
                execution, new DeploymentTask.ScaleWorkload(deployer.target(), namespace, deployment(), 3));

        // Then
        assertFailed(run, FailureCode.CONFLICT, "HorizontalPodAutoscaler shop-hpa sets the replicas");
    }

    @ParameterizedTest
    @EnumSource
    void shouldPatchInEachStyleAndTakeItBack(PatchStyle style) {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        String patch =
                switch (style) {
                    case STRATEGIC ->
                        "spec: {template: {spec: {containers: [{name: app, env: [{name: A, value: b}]}]}}}";
                    case MERGE -> "{\"spec\": {\"minReadySeconds\": 1}}";
                    case JSON -> "[{op: add, path: /spec/minReadySeconds, value: 1}]";
                };
        var before = live("apps/v1", "Deployment", "shop").at("spec");

        // When
        var patched = deployer.run(
                execution,
                new DeploymentTask.PatchObject(
                        deployer.target(), namespace, deployment(), style, CompressedText.of(patch)));
        var during = live("apps/v1", "Deployment", "shop").at("spec");
        var undone = deployer.run(
                execution, new DeploymentTask.UndoApply(deployer.target(), namespace, patched.operation()));

        // Then
        assertSucceeded(patched);
        assertThat(during).isNotEqualTo(before);
        assertThat(changeOf(patched, "Deployment").effect()).isEqualTo(ObjectChange.Effect.CHANGED);
        assertSucceeded(undone);
        assertThat(live("apps/v1", "Deployment", "shop").at("spec")).isEqualTo(before);
    }

    @Test
    void shouldRestartEachPodAndFindWhatRuns() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        var before = podNames();

        // When
        var restarted =
                deployer.run(execution, new DeploymentTask.RestartWorkload(deployer.target(), namespace, deployment()));
        var found = deployer.run(execution, new DeploymentTask.FindImages(deployer.target(), namespace, deployment()));

        // Then
        assertSucceeded(restarted);
        assertThat(podNames()).doesNotContainAnyElementsOf(before);
        assertThat(((DeploymentEvent.Succeeded) found.outcome()).outputs())
                .containsEntry("image", images().good().reference())
                .containsEntry("mixed", "false")
                .containsEntry("readyPods", "2");
    }

    private List<String> podNames() {
        return foreign.pods().inNamespace(namespace).withLabel("app", "shop").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    @Test
    void shouldDeleteByLabelsAndWaitUntilAllAreGone() {
        // Given
        String one = "{apiVersion: v1, kind: ConfigMap, metadata: {name: one, labels: {old: \"yes\"}}}\n---\n";
        assertSucceeded(
                run(one + one.replace("one", "two") + one.replace("one", "kept").replace("yes", "no")));

        // When
        var task = new DeploymentTask.DeleteObjects(
                deployer.target(), namespace, "v1", "ConfigMap", null, Map.of("old", "yes"));
        var deleted = deployer.run(execution, task);
        var again = deployer.run(execution, task);

        // Then
        assertThat(((DeploymentEvent.Succeeded) deleted.outcome()).outputs()).containsEntry("removed", "2");
        assertThat(deployer.read("v1", "ConfigMap", namespace, "one")).isEmpty();
        assertThat(deployer.read("v1", "ConfigMap", namespace, "kept")).isPresent();
        assertThat(((DeploymentEvent.Succeeded) again.outcome()).outputs().get("note"))
                .startsWith("there is no ConfigMap");
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
        foreign.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(plural + "." + group)
                .delete();

        // Then
        assertSucceeded(run);
        assertThat(run.progress())
                .first()
                .asString()
                .contains("CustomResourceDefinition " + plural + "." + group + ", " + kind + " database");
    }

    @Test
    void shouldSayAtOnceThatARouteLeadsNowhere() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));

        // When
        var subset = run(MESH.replace("destination: {host: shop}", "destination: {host: shop, subset: v9}"));

        // Then
        assertFailed(subset, FailureCode.ROUTE_INVALID, "host shop has no subset v9");
    }

    @Test
    void shouldFailEarlyWhenTheQuotaIsUsedUp() {
        // Given
        applyAs(
                "kubectl",
                "{apiVersion: v1, kind: ResourceQuota, metadata: {name: small}, spec: {hard: {pods: \"1\"}}}");

        // When
        var run = deployer.run(execution, deployer.apply(namespace, shop(images().good(), "1")), Duration.ofMinutes(5));

        // Then
        assertFailed(run, FailureCode.QUOTA_EXCEEDED, "exceeded quota: small");
    }

    @Test
    void shouldRollAStatefulSetDownToItsPartitionAndADaemonSet() {
        // Given
        String sets = """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: store}
                spec:
                  replicas: 2
                  serviceName: store
                  updateStrategy: {rollingUpdate: {partition: 1}}
                  selector: {matchLabels: {app: store}}
                  template:
                    metadata: {labels: {app: store}}
                    spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, %1$s}]}
                ---
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: agent}
                spec:
                  selector: {matchLabels: {app: agent}}
                  template:
                    metadata: {labels: {app: agent}}
                    spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, %1$s}]}
                """;
        assertSucceeded(run(sets.formatted(images().good().yaml())));

        // When
        var rolled = run(sets.formatted(images().better().yaml()));

        // Then
        assertSucceeded(rolled);
        assertThat(imageOf("store-0")).isEqualTo(images().good().reference());
        assertThat(imageOf("store-1")).isEqualTo(images().better().reference());
        assertThat(live("apps/v1", "DaemonSet", "agent")
                        .at("status", "updatedNumberScheduled")
                        .numberOr(0))
                .isPositive();
    }

    private String imageOf(String pod) {
        return foreign.pods()
                .inNamespace(namespace)
                .withName(pod)
                .get()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void shouldHandOnWhatAJobSaysAndTellItsTests() {
        // When
        var spoken = deployer.run(execution, deployer.job(namespace, job(images().jobOutputs())));
        var tested = deployer.run(execution, deployer.job(namespace, job(images().jobTests())));

        // Then
        assertThat(((DeploymentEvent.Succeeded) spoken.outcome()).outputs())
                .containsEntry("version", "7")
                .containsEntry("exitCode", "0");
        assertThat(tested.journal().reports(DeploymentEvent.TestsReported.class))
                .singleElement()
                .satisfies(reported -> {
                    assertThat(reported.passed()).isEqualTo(1);
                    assertThat(reported.failed()).isEqualTo(1);
                    assertThat(reported.tests().getFirst().message()).isEqualTo("boom");
                });
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
        assertFailed(run, FailureCode.CRASH_LOOP, "Deployment shop");
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
        assertThat(config().at("data", "VALUE").text()).isEqualTo("1");
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
        assertThat(config().at("data", "VALUE").text()).isEqualTo("1");
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
