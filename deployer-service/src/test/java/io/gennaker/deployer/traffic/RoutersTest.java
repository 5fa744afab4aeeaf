package io.gennaker.deployer.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Route.GatewayRoute.Kind;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Steering.HeaderMatch;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Every router passes one suite.
class RoutersTest {
    private static final String RULE = """
            ---
            {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: shop, namespace: shop},
             spec: {host: shop}}
            """;

    private static String virtualService(String name, String spec) {
        return "---\n{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: " + name
                + ", namespace: shop}, spec: " + spec + "}\n";
    }

    /// VirtualServices whose shared rule is the last of its list.
    private abstract static class Istio extends RouterConformance {
        String list() {
            return "http";
        }

        private Resource carrier() {
            return cluster.find("VirtualService", "shop").orElseThrow();
        }

        private Value rule(Resource carrier) {
            return carrier.at("spec", list()).items().getLast();
        }

        @Override
        Map<String, Integer> shares() {
            return weights(
                    rule(carrier()).at("route").items(),
                    entry -> entry.at("destination", "subset")
                            .textOr(entry.at("destination", "host").textOr("")));
        }

        @Override
        void setDestinations(Map<String, Integer> weights) {
            String entries = weights.entrySet().stream()
                    .map(entry -> "{\"destination\":{\"host\":\"" + entry.getKey() + "\"},\"weight\":"
                            + entry.getValue() + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            List<Value> rules = carrier().at("spec", list()).items().stream()
                    .<Value>map(rule -> rule.put(Yaml.value(entries), "route"))
                    .toList();
            cluster.add(carrier().put(Value.of(rules), "spec", list()));
        }
    }

    @Nested
    class IstioSubsets extends Istio {
        @Override
        Route route() {
            return new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "all")), "shop", "shop");
        }

        @Override
        String objects() {
            return virtualService(
                            "shop",
                            "{hosts: [shop], http: [{name: all, timeout: 5s, match: [{uri: {prefix: /}}], route: [{destination: {host:"
                                    + " shop}}]}]}")
                    + RULE;
        }
    }

    @Nested
    class DetourOfAnEarlierVersion {
        private static final String CANARY =
                "route: [{destination: {host: shop, subset: canary-" + Yaml.REVISION + "}, weight: 100}]";
        private static final Steering TESTERS = new Steering(
                List.of(new Steering.Detour(
                        "testers", List.of(new HeaderMatch("x-tester", HeaderMatch.How.EXACT, "yes")))),
                null);

        private final Resource carrier = Yaml.resource(virtualService(
                "shop",
                "{http: [{name: gennaker-testers, match: [{headers: {x-tester: {exact: \"yes\"}}}], " + CANARY
                        + "}, {name: api, route: [{destination: {host: shop, subset: release}, weight: 100}]}]}"));

        private WeightPlan plan(Steering steering) {
            var route = new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "api")), "shop", "shop");
            var form = new IstioForm(new TrackNaming.BySubset("shop", Yaml.NAMESPACE, Yaml.EXECUTION));
            return new WeightPlan(
                    Rules.find(carrier, route.routes().getFirst(), form),
                    new Drive(route, Yaml.NAMESPACE, "shop", Yaml.EXECUTION),
                    new Wanted(TrafficSplit.ALL_RELEASE, steering));
        }

        @Test
        void shouldStayWhatIsWantedAndEndWithAllOthers() {
            // When
            boolean isReached = plan(TESTERS).isReached();
            var back = plan(Steering.NONE).change();

            // Then
            assertThat(isReached).isTrue();
            assertThat(back)
                    .hasValueSatisfying(patch ->
                            assertThat(patch.operations()).contains(new PatchOperation.Remove("/spec/http/0")));
        }
    }

    @Nested
    class IstioServices extends Istio {
        @Override
        Route route() {
            return new Route.IstioServices(List.of(new MeshRoute.Http("shop", null)), "shop");
        }

        @Override
        String objects() {
            return virtualService("shop", "{hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}");
        }

        @Test
        void shouldNeverTakeAPodOutOfTheHostsOwnService() {
            // When
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.even(10), Steering.NONE));

            // Then
            Resource own = cluster.find("Service", "shop").orElseThrow();
            Resource canary =
                    cluster.find("Service", "shop-canary-" + Yaml.REVISION).orElseThrow();
            assertThat(own.at("spec", "selector").texts()).isEqualTo(Map.of("app", "shop"));
            assertThat(canary.at("spec", "selector").texts())
                    .containsEntry("app", "shop")
                    .containsEntry("gennaker.io/revision", Yaml.REVISION);
            assertThat(canary.at("spec", "ports")).isEqualTo(own.at("spec", "ports"));
        }
    }

    @Nested
    class SeveralVirtualServicesAndProtocols extends Istio {
        @Override
        Route route() {
            return new Route.IstioSubsets(
                    List.of(
                            new MeshRoute.Tls("shop", 443, List.of("shop.example.com")),
                            new MeshRoute.Tcp("shop", 9000),
                            new MeshRoute.Tcp("inner", null)),
                    "shop",
                    "shop");
        }

        @Override
        String list() {
            return "tls";
        }

        @Override
        boolean steers() {
            return false;
        }

        @Override
        String objects() {
            return virtualService(
                            "shop",
                            "{hosts: [shop], tls: [{match: [{port: 443, sniHosts: [shop.example.com]}], route: [{destination: {host:"
                                    + " shop}}]}], tcp: [{match: [{port: 9000}], route: [{destination: {host: shop}}]}, {match:"
                                    + " [{port: 9001}], route: [{destination: {host: other}}]}]}")
                    + virtualService("inner", "{tcp: [{route: [{destination: {host: shop}}]}]}")
                    + RULE;
        }

        @Test
        void shouldDriveAllOfThemAndNoOther() {
            // When
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.even(10), Steering.NONE));

            // Then
            Resource shop = cluster.find("VirtualService", "shop").orElseThrow();
            Resource inner = cluster.find("VirtualService", "inner").orElseThrow();
            assertThat(shop.at("spec", "tcp").items().getFirst().at("route").items())
                    .hasSize(3);
            assertThat(shop.at("spec", "tcp").items().getLast().at("route").items())
                    .hasSize(1);
            assertThat(inner.at("spec", "tcp").items().getFirst().at("route").items())
                    .hasSize(3);
        }
    }

    /// Rules of one list that are driven together.
    private abstract static class TwoRules extends Istio {
        @Test
        void shouldSwitchBothAndGiveBothBack() {
            // Given
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.even(10), Steering.NONE));

            // When
            drive(Yaml.EXECUTION, new Wanted(new TrafficSplit(0, 0, 100), Steering.NONE));
            List<String> switched = subsets();
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.ALL_RELEASE, Steering.NONE));

            // Then
            String canary = Track.CANARY.subset(Yaml.EXECUTION);
            assertThat(switched).containsExactly(canary + " 100", canary + " 100");
            assertThat(subsets()).containsExactly("release 100", "release 100");
        }

        /// What each rule leads to.
        private List<String> subsets() {
            return cluster.find("VirtualService", "shop").orElseThrow().at("spec", list()).items().stream()
                    .map(rule -> rule.at("route").items().stream()
                            .map(entry -> entry.at("destination", "subset").textOr("-") + " "
                                    + entry.at("weight").numberOr(-1))
                            .collect(Collectors.joining(", ")))
                    .toList();
        }
    }

    @Nested
    class TwoRulesOfOneVirtualService extends TwoRules {
        @Override
        Route route() {
            return new Route.IstioSubsets(
                    List.of(new MeshRoute.Http("shop", "api"), new MeshRoute.Http("shop", "web")), "shop", "shop");
        }

        @Override
        String objects() {
            return virtualService(
                            "shop",
                            "{hosts: [shop], http: [{name: api, match: [{uri: {prefix: /api}}], route: [{destination: {host:"
                                    + " shop}}]}, {name: web, route: [{destination: {host: shop}}]}]}")
                    + RULE;
        }

        @Test
        void shouldSteerInFrontOfEachOfTheRules() {
            // Given
            var steering = new Steering(
                    List.of(new Steering.Detour(
                            "testers", List.of(new HeaderMatch("x-tester", HeaderMatch.How.EXACT, "yes")))),
                    null);

            // When
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.even(10), steering));
            List<String> steered = names();
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.ALL_RELEASE, Steering.NONE));

            // Then
            assertThat(steered).containsExactly("gennaker-testers.api", "api", "gennaker-testers.web", "web");
            assertThat(names()).containsExactly("api", "web");
        }

        private List<String> names() {
            return cluster.find("VirtualService", "shop").orElseThrow().at("spec", "http").items().stream()
                    .map(rule -> rule.at("name").textOr("-"))
                    .toList();
        }
    }

    @Nested
    class TwoPortsOfOneVirtualService extends TwoRules {
        @Override
        Route route() {
            return new Route.IstioSubsets(
                    List.of(new MeshRoute.Tcp("shop", 9000), new MeshRoute.Tcp("shop", 9001)), "shop", "shop");
        }

        @Override
        String list() {
            return "tcp";
        }

        @Override
        boolean steers() {
            return false;
        }

        @Override
        String objects() {
            return virtualService(
                            "shop",
                            "{hosts: [shop], tcp: [{match: [{port: 9000}], route: [{destination: {host: shop}}]}, {match:"
                                    + " [{port: 9001}], route: [{destination: {host: shop}}]}]}")
                    + RULE;
        }
    }

    @Nested
    class Delegate extends Istio {
        @Override
        Route route() {
            return new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop");
        }

        @Override
        String objects() {
            return virtualService("shop", "{http: [{route: [{destination: {host: shop}}]}]}")
                    + virtualService("root", "{hosts: [shop.example.com], http: [{delegate: {name: shop}}]}")
                    + RULE;
        }

        @Test
        void shouldNameTheDelegateWhenTheRootIsNamed() {
            var root = new Route.IstioSubsets(List.of(new MeshRoute.Http("root", null)), "shop", "shop");
            var router = Router.of(new Drive(root, Yaml.NAMESPACE, "shop", Yaml.EXECUTION));

            assertThatThrownBy(() -> router.shares(cluster, new Wanted(TrafficSplit.even(10), Steering.NONE)))
                    .hasMessageContaining("it delegates to VirtualService shop: name that one");
        }
    }

    private abstract static class Gateway extends RouterConformance {
        abstract Kind kind();

        @Override
        Route route() {
            return new Route.GatewayRoute(kind(), "shop", null, "shop");
        }

        @Override
        String objects() {
            return "{apiVersion: gateway.networking.k8s.io/v1, kind: " + kind().word()
                    + ", metadata: {name: shop, namespace: shop}, spec: {hostnames: [shop.example.com], rules: [{backendRefs:"
                    + " [{name: shop, port: 80}]}]}}";
        }

        private Resource carrier() {
            return cluster.find(kind().word(), "shop").orElseThrow();
        }

        @Override
        Map<String, Integer> shares() {
            return weights(
                    carrier()
                            .at("spec", "rules")
                            .items()
                            .getLast()
                            .at("backendRefs")
                            .items(),
                    entry -> entry.at("name").textOr(""));
        }

        @Override
        void setDestinations(Map<String, Integer> weights) {
            String entries = weights.entrySet().stream()
                    .map(entry ->
                            "{\"name\":\"" + entry.getKey() + "\",\"port\":80,\"weight\":" + entry.getValue() + "}")
                    .collect(Collectors.joining(",", "[{\"backendRefs\":[", "]}]"));
            cluster.add(carrier().put(Yaml.value(entries), "spec", "rules"));
        }
    }

    @Nested
    class HttpRoute extends Gateway {
        @Override
        Kind kind() {
            return Kind.HTTP_ROUTE;
        }

        @Test
        void shouldLeaveANamedRuleThatGivesTheCanaryEverything() {
            // Given
            cluster.add(
                    Yaml.resource("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop,"
                            + " namespace: shop}, spec: {rules: [{name: api, backendRefs: [{name: shop-canary-"
                            + Yaml.REVISION
                            + ", port: 80}]}, {name: web, backendRefs: [{name: shop, port: 80}]}]}}"));
            var web = new Route.GatewayRoute(Kind.HTTP_ROUTE, "shop", "web", "shop");
            var router = Router.of(new Drive(web, Yaml.NAMESPACE, "shop", Yaml.EXECUTION));

            // When
            var shares = router.shares(cluster, new Wanted(TrafficSplit.even(10), Steering.NONE));

            // Then
            assertThat(shares.getFirst().change())
                    .hasValueSatisfying(patch -> assertThat(patch.operations())
                            .noneMatch(operation -> operation instanceof PatchOperation.Remove));
        }
    }

    @Nested
    class GrpcRoute extends Gateway {
        @Override
        Kind kind() {
            return Kind.GRPC_ROUTE;
        }
    }

    @Nested
    class ReplicaShare extends RouterConformance {
        @Override
        Route route() {
            return new Route.ReplicaShare("shop");
        }

        @Override
        String objects() {
            return "";
        }

        @Override
        boolean steers() {
            return false;
        }

        @Override
        boolean knowsForeign() {
            return false;
        }

        @Override
        void setDestinations(Map<String, Integer> weights) {
            throw new UnsupportedOperationException("pods are all of one Service");
        }

        @Override
        Map<String, Integer> shares() {
            var pods = new TreeMap<String, Integer>();
            for (String name : List.of("shop", "shop-baseline-" + Yaml.REVISION, "shop-canary-" + Yaml.REVISION)) {
                int count = cluster.find("Deployment", name)
                        .orElseThrow()
                        .at("spec", "replicas")
                        .numberOr(-1);
                if (count > 0) {
                    pods.put(name.equals("shop") ? "release" : name.substring("shop-".length()), count);
                }
            }
            int all = pods.values().stream().mapToInt(Integer::intValue).sum();
            pods.replaceAll((_, count) -> 100 * count / all);
            return pods;
        }

        @Test
        void shouldLeaveReleaseAllOfItsPods() {
            // When
            drive(Yaml.EXECUTION, new Wanted(TrafficSplit.even(40), Steering.NONE));

            // Then
            assertThat(cluster.find("Deployment", "shop")
                            .orElseThrow()
                            .at("spec", "replicas")
                            .numberOr(0))
                    .isEqualTo(8);
            assertThat(shares()).isEqualTo(shares(20, 40, 40));
            assertThatThrownBy(() -> drive(Yaml.EXECUTION, new Wanted(new TrafficSplit(0, 0, 100), Steering.NONE)))
                    .hasMessageContaining("needs a mesh or a gateway");
        }
    }
}
