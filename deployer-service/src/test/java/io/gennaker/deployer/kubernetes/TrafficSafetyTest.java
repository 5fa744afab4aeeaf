package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Route.GatewayRoute.Kind;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.kubernetes.SafeDelivery.Asked;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A constant stream of requests runs through a mesh whose rules take 300 ms to arrive, while every step, abort,
/// cancel, supersede, reset and kill happens in namespaces beside each other. Not one request may fail.
///
/// `-Dgennaker.test.safety.rounds=N` does all of it N times.
class TrafficSafetyTest {
    private static final int ROUNDS = Integer.getInteger("gennaker.test.safety.rounds", 1);
    static final Route SUBSETS = new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "all")), "shop", "shop");
    private static final String VIRTUAL_SERVICE = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {hosts: [shop.NAMESPACE.svc.cluster.local], http: [{name: all, route: [{destination: {host: shop}}]}]}
            """;
    static final String MESH = VIRTUAL_SERVICE + """
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            """;
    /// The host belongs to another VirtualService, which hands its requests on.
    private static final String DELEGATED = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: front}
            spec:
              hosts: [shop.NAMESPACE.svc.cluster.local]
              http: [{match: [{uri: {prefix: /}}], delegate: {name: shop}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {http: [{name: all, route: [{destination: {host: shop}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            """;
    private static final String HTTP_ROUTE = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: shop}
            spec: {parentRefs: [{kind: Service, group: "", name: shop}], rules: [{backendRefs: [{name: shop, port: 80}]}]}
            """;

    private static final String RULE = """
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            """;
    private static final String TCP = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {hosts: [shop], tcp: [{match: [{port: 9000}], route: [{destination: {host: shop}}]}]}
            """ + RULE;
    private static final String TLS = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec:
              hosts: [shop.example.com]
              tls: [{match: [{port: 443, sniHosts: [shop.example.com]}], route: [{destination: {host: shop}}]}]
            """ + RULE;
    private static final String GRPC_ROUTE = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GRPCRoute
            metadata: {name: shop}
            spec:
              parentRefs: [{kind: Service, group: "", name: shop}]
              rules: [{matches: [{method: {service: acme.Checkout, method: Pay}}], backendRefs: [{name: shop, port: 80}]}]
            """;

    private final SimulatedClustersProcess clusters = SimulatedClustersProcess.started();

    /// What happens in one namespace.
    private interface Story {
        void tell(SafeDelivery delivery);
    }

    private record Scene(SafeDelivery delivery, Story story, int rate) {}

    private Scene scene(String namespace, Route route, String mesh, int rate, Story story) {
        return scene(namespace, route, mesh, rate, Asked.HTTP, story);
    }

    private Scene scene(String namespace, Route route, String mesh, int rate, Asked asked, Story story) {
        return new Scene(new SafeDelivery(clusters, namespace, route, mesh, rate, asked), story, rate);
    }

    private List<Scene> scenes() {
        var scenes = new ArrayList<Scene>();
        scenes.add(scene("promoted", SUBSETS, MESH, 160, TrafficSafetyTest::promote));
        for (int index = 0; index <= 4; index++) {
            int last = index;
            scenes.add(scene("aborted-" + last, SUBSETS, MESH, 30, delivery -> abort(delivery, last)));
            scenes.add(scene("superseded-" + last, SUBSETS, MESH, 30, delivery -> supersede(delivery, last)));
        }
        scenes.add(scene("cancelled", SUBSETS, MESH, 30, TrafficSafetyTest::cancelAtEveryPoint));
        scenes.add(scene("killed", SUBSETS, MESH, 30, TrafficSafetyTest::killAndReset));
        scenes.add(scene("services", services(), VIRTUAL_SERVICE, 30, delivery -> {
            promoteAndAbort(delivery);
            delivery.restoreRoute();
        }));
        scenes.add(scene("gateway", gateway(), HTTP_ROUTE, 30, TrafficSafetyTest::promoteAndAbort));
        scenes.add(scene("pods", new Route.ReplicaShare("shop"), "", 30, TrafficSafetyTest::promoteAndAbort));
        scenes.add(scene("steered", SUBSETS, MESH, 30, TrafficSafetyTest::steer));
        scenes.add(scene("steered-gateway", gateway(), HTTP_ROUTE, 30, TrafficSafetyTest::steer));
        scenes.add(scene("delegated", SUBSETS, DELEGATED, 30, TrafficSafetyTest::promoteAndAbort));
        scenes.add(scene("blue-green", SUBSETS, MESH, 30, TrafficSafetyTest::switchBackAndForth));
        scenes.add(scene(
                "tcp",
                new Route.IstioSubsets(List.of(new MeshRoute.Tcp("shop", 9000)), "shop", "shop"),
                TCP,
                40,
                Asked.TCP,
                TrafficSafetyTest::shiftAndObserve));
        scenes.add(scene(
                "tls",
                new Route.IstioSubsets(
                        List.of(new MeshRoute.Tls("shop", 443, List.of("shop.example.com"))), "shop", "shop"),
                TLS,
                20,
                Asked.TLS,
                TrafficSafetyTest::shiftAndObserve));
        scenes.add(scene(
                "grpc",
                new Route.GatewayRoute(Kind.GRPC_ROUTE, "shop", null, "shop"),
                GRPC_ROUTE,
                40,
                Asked.GRPC,
                TrafficSafetyTest::shiftAndObserve));
        return scenes;
    }

    private static void shiftAndObserve(SafeDelivery delivery) {
        ExecutionId execution = delivery.execution();
        delivery.start(execution);
        delivery.observe(execution, TrafficSplit.ALL_RELEASE, 60);
        delivery.shift(execution, TrafficSplit.even(33));
        delivery.observe(execution, TrafficSplit.even(33), 120);
        delivery.back(execution);
        delivery.remove(execution);
        delivery.restoreRoute();
    }

    private static Route services() {
        return new Route.IstioServices(List.of(new MeshRoute.Http("shop", "all")), "shop");
    }

    private static Route gateway() {
        return new Route.GatewayRoute(Kind.HTTP_ROUTE, "shop", null, "shop");
    }

    /// Shares that requests saw are held against those that were applied.
    private static void promote(SafeDelivery delivery) {
        ExecutionId execution = delivery.execution();
        delivery.start(execution);
        delivery.shift(execution, TrafficSplit.even(10));
        delivery.observe(execution, TrafficSplit.even(10), 350);
        delivery.shift(execution, TrafficSplit.even(33));
        delivery.observe(execution, TrafficSplit.even(33), 350);
        delivery.promote(execution, "v2");
        delivery.back(execution);
        delivery.observe(execution, TrafficSplit.ALL_RELEASE, 200);
        delivery.remove(execution);
        delivery.restoreRoute();
    }

    private static void abort(SafeDelivery delivery, int last) {
        ExecutionId execution = delivery.execution();
        var applied = delivery.walk(execution, last);
        delivery.back(execution);
        if (last >= 3) {
            delivery.undo(execution, applied);
        }
        delivery.remove(execution);
    }

    /// The newer one begins as soon as traffic has left the older, whose subset is still there.
    private static void supersede(SafeDelivery delivery, int last) {
        ExecutionId older = delivery.execution();
        ExecutionId newer = delivery.execution();
        delivery.walk(older, last);
        delivery.back(older);
        var removal = Thread.ofVirtual().start(() -> delivery.remove(older));
        delivery.start(newer);
        delivery.shift(newer, TrafficSplit.even(10));
        join(removal);
        delivery.back(newer);
        delivery.remove(newer);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cancelAtEveryPoint(SafeDelivery delivery) {
        ExecutionId execution = delivery.execution();
        delivery.start(execution);
        for (int point = 1; point <= 9; point += 2) {
            delivery.shiftAndCancel(execution, TrafficSplit.even(point % 4 == 1 ? 20 : 40), point);
            delivery.back(execution);
        }
        delivery.remove(execution);
    }

    private static void killAndReset(SafeDelivery delivery) {
        ExecutionId execution = delivery.execution();
        delivery.start(execution);
        assertThat(delivery.shiftWhileKilled(execution, TrafficSplit.even(20))).isGreaterThan(3);
        delivery.resetRoutes();
        delivery.shift(execution, TrafficSplit.even(20));
        assertThat(delivery.shiftWhileKilled(execution, TrafficSplit.ALL_RELEASE))
                .isPositive();
        delivery.remove(execution);
    }

    private static void promoteAndAbort(SafeDelivery delivery) {
        ExecutionId promoted = delivery.execution();
        delivery.walk(promoted, 4);
        delivery.remove(promoted);
        abort(delivery, 1);
    }

    private static void steer(SafeDelivery delivery) {
        ExecutionId execution = delivery.execution();
        delivery.start(execution);
        delivery.steer(execution);
        delivery.observeSteered(execution);
        delivery.back(execution);
        delivery.observeNothingSteered(execution);
        delivery.remove(execution);
    }

    private static void switchBackAndForth(SafeDelivery delivery) {
        var allNew = new TrafficSplit(0, 0, 100);
        ExecutionId withdrawn = delivery.execution();
        delivery.startInFull(withdrawn);
        delivery.shift(withdrawn, allNew);
        delivery.back(withdrawn);
        delivery.remove(withdrawn);
        ExecutionId promoted = delivery.execution();
        delivery.startInFull(promoted);
        delivery.shift(promoted, allNew);
        delivery.promote(promoted, "v2");
        delivery.back(promoted);
        delivery.remove(promoted);
    }

    /// Requests without which their not failing says little.
    private static final long ENOUGH = 5_000;

    @Test
    void shouldLoseNoRequestThroughStepsAbortsCancelsSupersedesResetsAndKills() throws Exception {
        // Given
        for (String version : List.of("v1", "v2")) {
            clusters.push("registry.example/safety/shop:" + version, Map.of("ready-after", "200ms", "latency", "5ms"));
        }
        List<Scene> scenes = scenes();
        inParallel(scenes, scene -> scene.delivery().deployRelease());
        long sentBefore = sum(scenes, "sent");
        Instant begun = Instant.now();

        // When
        inParallel(scenes, scene -> {
            for (int round = 0; round < ROUNDS; round++) {
                scene.story().tell(scene.delivery());
            }
        });

        // Then
        double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
        long sent = sum(scenes, "sent") - sentBefore;
        System.Logger log = System.getLogger(TrafficSafetyTest.class.getName());
        log.log(System.Logger.Level.INFO, "{0} requests in {1} s", sent, seconds);
        assertThat(scenes.stream().mapToInt(Scene::rate).sum()).isGreaterThanOrEqualTo(500);
        assertThat(sent).isGreaterThan(ENOUGH);
        for (Scene scene : scenes) {
            JsonNode counts = scene.delivery().counts();
            assertThat(counts.path("meshFailures").asLong()).as("%s", counts).isZero();
            assertThat(counts.path("applicationErrors").asLong())
                    .as("%s", counts)
                    .isZero();
            scene.delivery().close();
        }
        clusters.close();
    }

    private static long sum(List<Scene> scenes, String count) {
        return scenes.stream()
                .mapToLong(scene -> scene.delivery().counts().path(count).asLong())
                .sum();
    }

    private interface Act {
        void on(Scene scene);
    }

    private static void inParallel(List<Scene> scenes, Act act) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> acts = new ArrayList<>();
            for (Scene scene : scenes) {
                acts.add(threads.submit(() -> act.on(scene)));
            }
            for (Future<?> done : acts) {
                done.get();
            }
        }
    }
}
