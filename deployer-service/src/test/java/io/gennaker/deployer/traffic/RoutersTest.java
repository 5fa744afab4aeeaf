package io.gennaker.deployer.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Route.GatewayRoute.Kind;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
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
            Value rule = rule(carrier()).put(Yaml.value(entries), "route");
            cluster.add(carrier().put(Value.of(List.of(rule)), "spec", list()));
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
