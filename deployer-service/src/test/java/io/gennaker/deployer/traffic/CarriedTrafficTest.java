package io.gennaker.deployer.traffic;

import static io.gennaker.deployer.testing.Yaml.REVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarriedTrafficTest {
    private static Resource route(String http) {
        return Yaml.resource(
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: shop, namespace:"
                        + " shop}, spec: {hosts: [shop], http: " + http + "}}");
    }

    private static Resource rule(String subsets) {
        return Yaml.resource(
                "{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: shop}, spec: {host:"
                        + " shop, subsets: " + subsets + "}}");
    }

    private static List<String> weights(Resource virtualService) {
        return virtualService.at("spec", "http").items().getFirst().at("route").items().stream()
                .map(entry -> entry.at("destination", "host").text() + "/"
                        + entry.at("destination", "subset").textOr("-") + " "
                        + entry.at("weight").numberOr(-1))
                .toList();
    }

    private static final Resource DRIVEN = route("[{route: [{destination: {host: shop, subset: release}, weight: 80},"
            + " {destination: {host: shop, subset: baseline-" + REVISION + "}, weight: 10},"
            + " {destination: {host: shop, subset: canary-" + REVISION + "}, weight: 10}]}]");

    @Test
    void shouldKeepTheSplitWhenTheManifestIsAppliedAgain() {
        // Given
        Resource written = route("[{timeout: 3s, route: [{destination: {host: shop.shop.svc.cluster.local},"
                + " headers: {request: {set: {a: b}}}}]}]");

        // When
        Resource applied = CarriedTraffic.into(written, DRIVEN);

        // Then
        assertThat(weights(applied))
                .containsExactly(
                        "shop.shop.svc.cluster.local/release 80",
                        "shop.shop.svc.cluster.local/baseline-" + REVISION + " 10",
                        "shop.shop.svc.cluster.local/canary-" + REVISION + " 10");
        assertThat(applied.at("spec", "http").items().getFirst().at("timeout").text())
                .isEqualTo("3s");
        assertThat(applied.at("spec", "http").items().getFirst().at("route").items())
                .allSatisfy(entry -> assertThat(entry.at("headers").isPresent()).isTrue());
    }

    @Test
    void shouldScaleTheSplitToTheShareThatIsWritten() {
        Resource written = route(
                "[{route: [{destination: {host: legacy}, weight: 50}, {destination: {host: shop}, weight: 50}]}]");

        assertThat(weights(CarriedTraffic.into(written, DRIVEN)))
                .containsExactly(
                        "legacy/- 50",
                        "shop/release 40",
                        "shop/baseline-" + REVISION + " 5",
                        "shop/canary-" + REVISION + " 5");
    }

    @Test
    void shouldNotBringBackTracksThatAreGone() {
        Resource live = route("[{route: [{destination: {host: shop, subset: release}, weight: 100}]}]");

        assertThat(weights(CarriedTraffic.into(DRIVEN, live))).containsExactly("shop/release 100");
    }

    @Test
    void shouldFindRoutesByNameAndLeaveTheOthers() {
        Resource live = route("[{name: old, route: [{destination: {host: shop}}]}, {name: main, route: [{destination:"
                + " {host: shop, subset: release}, weight: 100}]}]");
        Resource written = route(
                "[{name: main, route: [{destination: {host: shop}}]}, {name: new, route: [{destination: {host: shop}}]}]");

        Resource applied = CarriedTraffic.into(written, live);

        assertThat(weights(applied)).containsExactly("shop/release 100");
        assertThat(applied.at("spec", "http").items().get(1))
                .isEqualTo(written.at("spec", "http").items().get(1));
    }

    @Test
    void shouldLeaveAsWrittenWhatIsNotDriven() {
        Resource plain = route("[{route: [{destination: {host: shop}}]}]");
        Resource config = Yaml.resource("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        assertThat(CarriedTraffic.into(plain, plain)).isEqualTo(plain);
        assertThat(CarriedTraffic.into(plain, null)).isEqualTo(plain);
        assertThat(CarriedTraffic.into(config, config)).isEqualTo(config);
    }

    @Test
    void shouldKeepANamedRuleAboveOthersWhoseCanaryHasEverything() {
        // Given
        Resource written = httpRoute("shop");

        // When
        Resource applied = CarriedTraffic.into(written, httpRoute("shop-canary-" + REVISION));

        // Then
        assertThat(applied.at("spec", "rules").items().stream()
                        .map(rule -> rule.at("backendRefs").items().getFirst())
                        .map(backend -> backend.at("name").text()))
                .containsExactly("shop-canary-" + REVISION, "shop");
    }

    private static Resource httpRoute(String api) {
        return Yaml.resource("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop,"
                + " namespace: shop}, spec: {rules: [{name: api, backendRefs: [{name: " + api + ", weight: 100}]},"
                + " {name: web, backendRefs: [{name: shop, weight: 100}]}]}}");
    }

    @Test
    void shouldKeepTheSubsetsThatAreInUse() {
        Resource live = rule("[{name: v1}, {name: release, labels: {a: b}}, {name: canary-" + REVISION + "}]");
        Resource written = rule("[{name: v2}, {name: baseline-" + REVISION + "}, {name: release}]");

        Resource applied = CarriedTraffic.into(written, live);

        assertThat(applied.at("spec", "subsets").items().stream()
                        .map((Value subset) -> subset.at("name").text()))
                .containsExactly("v2", "release", "canary-" + REVISION);
        assertThat(applied.at("spec", "subsets").items().get(1).at("labels").isPresent())
                .isTrue();
    }
}
