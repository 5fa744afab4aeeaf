package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.OTHER;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.readiness.Patience;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.FakeRecords;
import io.gennaker.deployer.testing.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/// Tasks over a cluster in memory on which `shop` runs.
abstract class TaskFixture {
    static final Settings QUICK = new Settings(
            Duration.ofMillis(30),
            Duration.ofMillis(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Patience.USUAL);
    static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 3
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  containers: [{name: app, image: "shop:%s", envFrom: [{configMapRef: {name: settings}}]}]
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {version: "%s"}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}}}
            """;
    static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: shop}
            spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}
            """;
    static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec: {template: {spec: {containers: [{name: main, image: "migrate:1"}]}}}
            """;

    static final DeploymentTask BASELINE = new DeploymentTask.StartBaseline(CLUSTER, NAMESPACE, "shop", 2);
    static final DeploymentTask CANARY = new DeploymentTask.StartCanary(CLUSTER, NAMESPACE, "shop", 2, manifests("v2"));
    static final DeploymentTask RESTORE_ROUTE = new DeploymentTask.RestoreRoute(CLUSTER, NAMESPACE, ROUTE, "shop");
    static final DeploymentTask REMOVE = new DeploymentTask.RemoveVariants(CLUSTER, NAMESPACE, ROUTE, "shop");

    FakeCluster cluster = new FakeCluster();
    FakeRecords records = new FakeRecords();

    /// The process died here.
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Lives until the n-th place where it may die.
    static final class Fuse implements Runnable {
        private int left;

        Fuse(int places) {
            this.left = places;
        }

        @Override
        public void run() {
            if (left-- == 0) {
                throw new Killed();
            }
        }

        boolean burnt() {
            return left < 0;
        }
    }

    @BeforeEach
    void installShop() throws InterruptedException {
        installShop("networking.istio.io/v1");
    }

    void installShop(String istio) throws InterruptedException {
        cluster = new FakeCluster();
        records = new FakeRecords();
        cluster.add(Yaml.resource(VIRTUAL_SERVICE).put(Value.of(istio), "apiVersion"));
        cluster.add(Yaml.resource("""
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: shop}
                spec: {host: shop}
                """).put(Value.of(istio), "apiVersion"));
        run(apply("v1"), "install", new FakeJournal());
    }

    static DeploymentTask apply(String version) {
        return new DeploymentTask.ApplyManifests(CLUSTER, NAMESPACE, manifests(version));
    }

    static CompressedText manifests(String version) {
        return CompressedText.of(SHOP.formatted(version, version));
    }

    static DeploymentTask shift(TrafficSplit split) {
        return shift(ROUTE, split);
    }

    static DeploymentTask shift(Route route, TrafficSplit split) {
        return shift(route, split, Steering.NONE);
    }

    static DeploymentTask shift(Route route, TrafficSplit split, Steering steering) {
        return new DeploymentTask.ShiftTraffic(CLUSTER, NAMESPACE, route, "shop", split, steering, WayBack.BOUNDED);
    }

    FakeJournal run(DeploymentTask task, String operation, FakeJournal journal) throws InterruptedException {
        return run(task, operation, journal, Duration.ofSeconds(20));
    }

    FakeJournal run(DeploymentTask task, String operation, FakeJournal journal, Duration patience)
            throws InterruptedException {
        return run(EXECUTION, task, operation, journal, patience);
    }

    FakeJournal run(
            ExecutionId execution, DeploymentTask task, String operation, FakeJournal journal, Duration patience)
            throws InterruptedException {
        var assignment = new Assignment(
                execution, new OperationId(operation), task, Instant.now().plus(patience));
        var ports = new Ports(_ -> cluster, Yaml.READER, records, records, records, InstantSource.system(), QUICK);
        new TaskRunner(assignment, journal.state(), ports, journal).run();
        records.ended(assignment.operation());
        return journal;
    }

    static Resource replicaSet(String name, int revision, String image) {
        return Yaml.resource("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: %s
                  namespace: shop
                  labels: {app: shop}
                  annotations: {deployment.kubernetes.io/revision: "%d"}
                  ownerReferences: [{uid: uid-shop}]
                spec: {template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: "%s"}]}}}
                """.formatted(name, revision, image));
    }

    void number(String kind, String name, int revision) {
        cluster.add(cluster.find(kind, name)
                .orElseThrow()
                .withAnnotation("deployment.kubernetes.io/revision", String.valueOf(revision)));
    }

    static <E extends DeploymentEvent> E outcome(FakeJournal journal, Class<E> type) {
        assertThat(journal.ended()).isTrue();
        assertThat(journal.reports().getLast()).isInstanceOf(type);
        return type.cast(journal.reports().getLast());
    }

    String weights() {
        return String.join(
                ", ",
                cluster
                        .find("VirtualService", "shop")
                        .orElseThrow()
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

    /// Runs a task for another execution.
    void runAsOther(DeploymentTask task, String operation, FakeJournal journal) {
        try {
            run(OTHER, task, operation, journal, Duration.ofSeconds(20));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
