package io.gennaker.deployer.traffic;

import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.REVISION;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Route;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandingSharesTest {
    private static final Drive SUBSETS = new Drive(ROUTE, NAMESPACE, "shop", EXECUTION);
    private static final Drive GATEWAY = new Drive(
            new Route.GatewayRoute(Route.GatewayRoute.Kind.HTTP_ROUTE, "shop", null, "shop"),
            NAMESPACE,
            "shop",
            EXECUTION);
    private static final String SHARED = "{route: [{destination: {host: shop, subset: release}, weight: 90},"
            + " {destination: {host: shop, subset: canary-" + REVISION + "}, weight: 10}]}";

    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void shareTraffic() {
        cluster.add(virtualService("v1", SHARED));
        cluster.add(Yaml.resource("{apiVersion: networking.istio.io/v1, kind: DestinationRule,"
                + " metadata: {name: shop, namespace: shop}, spec: {host: shop}}"));
        cluster.add(Yaml.resource("{apiVersion: v1, kind: Service, metadata: {name: shop, namespace: shop},"
                + " spec: {selector: {app: shop}, ports: [{port: 80}]}}"));
        cluster.add(httpRoute(gatewayRule(true)));
    }

    private static Resource virtualService(String version, String rules) {
        return Yaml.resource("{apiVersion: networking.istio.io/" + version + ", kind: VirtualService, metadata: {name:"
                + " shop, namespace: shop}, spec: {hosts: [shop], http: [" + rules + "]}}");
    }

    private static Resource httpRoute(String rules) {
        return Yaml.resource("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop,"
                + " namespace: shop}, spec: {rules: [" + rules + "]}}");
    }

    private static String gatewayRule(boolean isShared) {
        return "{backendRefs: ["
                + (isShared
                        ? "{name: shop-release, port: 80, weight: 90}, {name: shop-canary-" + REVISION
                                + ", port: 80, weight: 10}"
                        : "{name: shop, port: 80}")
                + "]}";
    }

    @Test
    void shouldFindARuleMoreInAnotherVersionOfTheApi() {
        // Given
        var written = virtualService("v1beta1", SHARED + ", {route: [{destination: {host: shop}}]}");

        // Then
        assertThatThrownBy(() -> StandingShares.check(SUBSETS, cluster, List.of(written), List.of()))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("has 2 http routes");
    }

    @Test
    void shouldFindARuleMoreOfAnHttpRoute() {
        // Given
        var written = httpRoute(gatewayRule(true) + ", " + gatewayRule(false));

        // Then
        assertThatThrownBy(() -> StandingShares.check(GATEWAY, cluster, List.of(written), List.of()))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("has 2 rules");
    }

    @Test
    void shouldAcceptWhatKeepsTheShares() {
        assertThatCode(() -> {
                    StandingShares.check(SUBSETS, cluster, List.of(virtualService("v1", SHARED)), List.of());
                    StandingShares.check(GATEWAY, cluster, List.of(httpRoute(gatewayRule(true))), List.of());
                })
                .doesNotThrowAnyException();
    }

    /// What is written may be what puts it right.
    @Test
    void shouldAcceptAnythingWhereTheRouteCannotBeDrivenAsItIs() {
        // Given
        cluster.add(virtualService("v1", "{redirect: {uri: /closed}}"));

        // Then
        assertThatCode(() -> StandingShares.check(
                        SUBSETS,
                        cluster,
                        List.of(virtualService("v1", "{route: [{destination: {host: shop}}]}")),
                        List.of()))
                .doesNotThrowAnyException();
    }
}
