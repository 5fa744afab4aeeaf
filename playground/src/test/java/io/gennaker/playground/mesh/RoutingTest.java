package io.gennaker.playground.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gennaker.playground.cluster.SettableClock;
import io.gennaker.playground.cluster.Yaml;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.registry.Image;
import io.gennaker.playground.registry.ImageRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTest {

    private static final Duration PROPAGATION = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private ObjectStore store;
    private Image image;
    private Routing routing;

    @BeforeEach
    void startWithAServiceOfThreeWorkloads() throws Exception {
        var images = ImageRegistry.open(folder.resolve("images.json"));
        image = images.push("acme/shop:v1", Map.of());
        store = ObjectStore.open(folder.resolve("objects.log"));
        routing = new Routing("test", store, images, clock, PROPAGATION);
        put("services", "shop", "spec: {selector: {app: shop}}");
        pod("shop-1", "release");
        pod("shop-baseline-1", "baseline");
        pod("shop-canary-1", "canary");
        put("destinationrules.networking.istio.io", "shop", """
                spec:
                  host: shop
                  subsets:
                  - {name: release, labels: {track: release}}
                  - {name: baseline, labels: {track: baseline}}
                  - {name: canary, labels: {track: canary}}
                  - {name: empty, labels: {track: nobody}}
                """);
        takeEffect();
    }

    @Test
    void shouldSplitByWeightWhenAVirtualServiceSaysSo() throws Exception {
        // Given
        virtualService("""
                - route:
                  - {destination: {host: shop, subset: release}, weight: 80}
                  - {destination: {host: shop, subset: baseline}, weight: 10}
                  - {destination: {host: shop, subset: canary}, weight: 10}
                """);
        takeEffect();

        // When
        var shares = shares(10_000);

        // Then
        assertThat(shares.get("release")).isCloseTo(8_000, within(200));
        assertThat(shares.get("baseline")).isCloseTo(1_000, within(150));
        assertThat(shares.get("canary")).isCloseTo(1_000, within(150));
    }

    @Test
    void shouldGoOnByWhatItKnewUntilTheControlPlaneIsBack() throws Exception {
        // Given
        routing.setAway(true);
        virtualService("- route: [{destination: {host: shop, subset: canary}}]");
        takeEffect();
        var meanwhile = shares(100);

        // When
        routing.setAway(false);
        routing.pushDue();

        // Then
        assertThat(meanwhile).containsKeys("release", "baseline", "canary");
        assertThat(shares(100)).containsOnlyKeys("canary");
    }

    @Test
    void shouldTakeTheFirstMatchingRouteWhenThereAreSeveral() throws Exception {
        // Given
        virtualService("""
                - match: [{uri: {prefix: /api}, headers: {x-user: {exact: tester}}}]
                  route: [{destination: {host: shop, subset: canary}}]
                - match: [{uri: {exact: /health}}, {headers: {x-track: {regex: "base.*"}}}]
                  route: [{destination: {host: shop.default.svc.cluster.local, subset: baseline}}]
                - route: [{destination: {host: shop, subset: release}}]
                """);

        // When
        takeEffect();

        // Then
        assertThat(track("/api/x", Map.of("x-user", "tester"))).isEqualTo("canary");
        assertThat(track("/api/x", Map.of("x-user", "somebody"))).isEqualTo("release");
        assertThat(track("/health", Map.of())).isEqualTo("baseline");
        assertThat(track("/", Map.of("x-track", "baseline"))).isEqualTo("baseline");
    }

    @Test
    void shouldAnswerLikeEnvoyWhenThereIsNowhereToGo() throws Exception {
        // Given
        virtualService("""
                - match: [{uri: {prefix: /missing-subset}}]
                  route: [{destination: {host: shop, subset: unknown}}]
                - match: [{uri: {prefix: /missing-host}}]
                  route: [{destination: {host: nowhere}}]
                - match: [{uri: {prefix: /empty}}]
                  route: [{destination: {host: shop, subset: empty}}]
                """);

        // When
        takeEffect();

        // Then
        assertThat(flag("shop", "/missing-subset")).isEqualTo("NC 503");
        assertThat(flag("shop", "/missing-host")).isEqualTo("NC 503");
        assertThat(flag("shop", "/empty")).isEqualTo("UH 503");
        assertThat(flag("shop", "/else")).isEqualTo("NR 404");
        assertThat(flag("other.example.com", "/")).isEqualTo("NR 404");
    }

    @Test
    void shouldRouteByServiceNameWhenThereIsNoVirtualService() {
        // Given
        var hosts =
                new String[] {"shop", "shop.default", "shop.default.svc", "shop.default.svc.cluster.local", "SHOP:8080"
                };

        // When
        var tracks = shares(300).keySet();

        // Then
        assertThat(tracks).containsExactlyInAnyOrder("release", "baseline", "canary");
        for (var host : hosts) {
            assertThat(decide(host, "/", Map.of())).isInstanceOf(Decision.Forward.class);
        }
    }

    @Test
    void shouldKeepTheOldRulesWhenNewOnesHaveNotPropagatedYet() throws Exception {
        // Given
        virtualService("- route: [{destination: {host: shop, subset: release}}]");
        takeEffect();

        // When
        virtualService("- route: [{destination: {host: shop, subset: canary}}]");
        routing.observe(Duration.ZERO);
        clock.advance(PROPAGATION.minusMillis(1));
        routing.pushDue();

        // Then
        assertThat(track("/", Map.of())).isEqualTo("release");
        clock.advance(Duration.ofMillis(1));
        routing.pushDue();
        assertThat(track("/", Map.of())).isEqualTo("canary");
    }

    @Test
    void shouldStopSendingBeforeThePodIsGoneWhenItTerminates() throws Exception {
        // Given
        virtualService("- route: [{destination: {host: shop, subset: canary}}]");
        takeEffect();
        var pod =
                Objects.requireNonNull(store.find(key("pods", "shop-canary-1"))).deepCopy();
        pod.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:30Z");

        // When
        store.put(key("pods", "shop-canary-1"), pod);
        takeEffect();

        // Then
        assertThat(flag("shop", "/")).isEqualTo("UH 503");
    }

    @Test
    void shouldFollowHttpRouteWhenItIsBoundToTheService() throws Exception {
        // Given
        put("services", "shop-canary", "spec: {selector: {app: shop, track: canary}}");
        put("httproutes.gateway.networking.k8s.io", "shop", """
                spec:
                  parentRefs: [{kind: Service, name: shop}]
                  rules:
                  - matches: [{path: {type: PathPrefix, value: /v2}}]
                    backendRefs: [{name: shop-canary, weight: 1}, {name: shop, weight: 0}]
                """);

        // When
        takeEffect();

        // Then
        assertThat(track("/v2/orders", Map.of())).isEqualTo("canary");
        assertThat(flag("shop", "/v20")).isEqualTo("NR 404");
    }

    @Test
    void shouldSendACopyToTheMirrorForItsShareOfTheRequests() throws Exception {
        // Given
        virtualService("""
                - route: [{destination: {host: shop, subset: release}}]
                  mirror: {host: shop, subset: canary}
                  mirrorPercentage: {value: 25}
                """);
        takeEffect();
        var random = new Random(7);

        // When
        var copies = IntStream.range(0, 1000)
                .mapToObj(_ -> routing.state().decide(new MeshRequest("shop", "GET", "/", Map.of()), random))
                .flatMap(decision -> ((Decision.Forward) decision).copies().stream())
                .toList();

        // Then
        assertThat(track("/", Map.of())).isEqualTo("release");
        assertThat((double) copies.size()).isCloseTo(250, within(50.0));
        assertThat(copies)
                .allSatisfy(copy -> assertThat(copy.candidates().getFirst().label("track", ""))
                        .isEqualTo("canary"));
    }

    @Test
    void shouldTellCallsApartByServiceAndMethodWhenAGrpcRouteSaysSo() throws Exception {
        // Given
        put("services", "shop-canary", "spec: {selector: {app: shop, track: canary}}");
        put("services", "shop-release", "spec: {selector: {app: shop, track: release}}");
        put("grpcroutes.gateway.networking.k8s.io", "shop", """
                spec:
                  parentRefs: [{kind: Service, name: shop}]
                  rules:
                  - matches: [{method: {service: acme.Checkout, method: Pay}}]
                    backendRefs: [{name: shop-canary, port: 80}]
                  - matches: [{method: {service: acme.Checkout}}]
                    backendRefs: [{name: shop-release, port: 80}]
                """);

        // When
        takeEffect();

        // Then
        assertThat(track("/acme.Checkout/Pay", Map.of())).isEqualTo("canary");
        assertThat(track("/acme.Checkout/Refund", Map.of())).isEqualTo("release");
    }

    @Test
    void shouldShareConnectionsByPortAndByTheNameThatTheyAskFor() throws Exception {
        // Given
        put("services", "shop", "spec: {selector: {app: shop}, clusterIP: 10.96.0.7}");
        put("virtualservices.networking.istio.io", "shop", """
                spec:
                  hosts: [shop, shop.example.com]
                  tcp:
                  - match: [{port: 9000}]
                    route:
                    - {destination: {host: shop, subset: release}, weight: 80}
                    - {destination: {host: shop, subset: canary}, weight: 20}
                  tls:
                  - match: [{port: 443, sniHosts: [shop.example.com]}]
                    route: [{destination: {host: shop, subset: baseline}}]
                """);

        // When
        takeEffect();

        // Then
        var shares = new TreeMap<String, Integer>();
        var random = new Random(7);
        IntStream.range(0, 10_000)
                .forEach(_ -> shares.merge(track(new MeshConnection("10.96.0.7", 9000, ""), random), 1, Integer::sum));
        assertThat(shares.get("canary")).isCloseTo(2_000, within(160));
        assertThat(shares.get("release")).isCloseTo(8_000, within(160));
        assertThat(track(new MeshConnection("10.96.0.7", 443, "shop.example.com"), random))
                .isEqualTo("baseline");
        assertThat(routing.state().decide(new MeshConnection("10.96.0.8", 9000, ""), random))
                .isInstanceOf(Decision.Refuse.class);
    }

    private String track(MeshConnection connection, Random random) {
        return routing.state().decide(connection, random) instanceof Decision.Forward forward
                ? forward.candidates().getFirst().label("track", "")
                : "";
    }

    @Test
    void shouldMirrorByAFilterOfAnHttpRoute() throws Exception {
        // Given
        put("services", "shop-canary", "spec: {selector: {app: shop, track: canary}}");
        put("httproutes.gateway.networking.k8s.io", "shop", """
                spec:
                  parentRefs: [{kind: Service, name: shop}]
                  rules:
                  - filters: [{type: RequestMirror, requestMirror: {backendRef: {name: shop-canary}}}]
                    backendRefs: [{name: shop}]
                """);

        // When
        takeEffect();

        // Then
        assertThat(((Decision.Forward) decide("shop", "/", Map.of())).copies())
                .singleElement()
                .satisfies(copy -> assertThat(copy.service().name()).isEqualTo("shop-canary"));
    }

    @Test
    void shouldFollowADelegateUnderBothConditions() throws Exception {
        // Given
        virtualService("""
                - match: [{uri: {prefix: /shop}}]
                  delegate: {name: shop-inner}
                - match: [{uri: {prefix: /lost}}]
                  delegate: {name: nobody}
                - route: [{destination: {host: shop, subset: release}}]
                """);
        put("virtualservices.networking.istio.io", "shop-inner", """
                spec:
                  http:
                  - match: [{headers: {x-canary: {exact: "1"}}}]
                    route: [{destination: {host: shop, subset: canary}}]
                  - route: [{destination: {host: shop, subset: baseline}}]
                """);

        // When
        takeEffect();

        // Then
        assertThat(track("/shop", Map.of("x-canary", "1"))).isEqualTo("canary");
        assertThat(track("/shop", Map.of())).isEqualTo("baseline");
        assertThat(track("/other", Map.of("x-canary", "1"))).isEqualTo("release");
        assertThat(track("/lost", Map.of())).isEqualTo("release");
    }

    @Test
    void shouldNameTheDeploymentWhenThePodBelongsToAReplicaSet() {
        // Given
        var decision = (Decision.Forward) decide("shop", "/", Map.of());

        // When
        var workloads =
                decision.candidates().stream().map(Endpoint::workload).sorted().toList();

        // Then
        assertThat(workloads).containsExactly("shop-baseline", "shop-canary", "shop-release");
    }

    private void virtualService(String routes) {
        put("virtualservices.networking.istio.io", "shop", "spec:\n  hosts: [shop]\n  http:\n" + routes.indent(2));
    }

    private void pod(String name, String track) {
        put("pods", name, """
                metadata:
                  name: %s
                  namespace: default
                  uid: %s
                  labels: {app: shop, track: %s, version: v1, pod-template-hash: abc}
                  ownerReferences: [{kind: ReplicaSet, name: shop-%s-abc, controller: true}]
                status:
                  conditions: [{type: Ready, status: "True"}]
                  containerStatuses: [{imageID: "%s"}]
                """.formatted(name, name, track, track, image.pinned()));
    }

    private void put(String resource, String name, String content) {
        var object = Yaml.object(content);
        var metadata = object.withObject("/metadata");
        metadata.put("name", name).put("namespace", "default").put("creationTimestamp", "2026-01-01T00:00:00Z");
        store.put(key(resource, name), object);
    }

    private static ObjectKey key(String resource, String name) {
        return new ObjectKey(resource, "default", name);
    }

    private void takeEffect() throws InterruptedException {
        routing.observe(Duration.ZERO);
        clock.advance(PROPAGATION);
        routing.pushDue();
    }

    private Map<String, Integer> shares(int requests) {
        var random = new Random(7);
        var shares = new TreeMap<String, Integer>();
        for (var count = 0; count < requests; count++) {
            var request = new MeshRequest("shop", "GET", "/", Map.of());
            var candidates = ((Decision.Forward) routing.state().decide(request, random)).candidates();
            var chosen = candidates.get(random.nextInt(candidates.size()));
            shares.merge(chosen.label("track", ""), 1, Integer::sum);
        }
        return shares;
    }

    private String track(String path, Map<String, String> headers) {
        return ((Decision.Forward) decide("shop", path, headers))
                .candidates()
                .getFirst()
                .label("track", "");
    }

    private String flag(String host, String path) {
        var why = ((Decision.Refuse) decide(host, path, Map.of())).why();
        return why.flag() + " " + why.status();
    }

    private Decision decide(String host, String path, Map<String, String> headers) {
        return routing.state().decide(new MeshRequest(host, "GET", path, headers), new Random(1));
    }
}
