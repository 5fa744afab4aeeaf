package io.gennaker.deployer.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteRulesTest {
    private static final List<Resource> KNOWN = Yaml.resources("""
            {apiVersion: v1, kind: Service, metadata: {name: shop, namespace: shop}}
            ---
            {apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: pay}, spec: {hosts: [pay]}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop, namespace: shop}
            spec: {host: shop.shop.svc.cluster.local, subsets: [{name: release}]}
            """);

    private static Readiness of(String object) {
        return ReadinessRules.of(
                Yaml.resource(object), new Surroundings(List.of(), List.of(), List.of(), KNOWN, Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {host: shop, subset: release}                          | -
            {host: shop.shop.svc.cluster.local, subset: release}   | -
            {host: pay}                                            | -
            {host: other.elsewhere.svc.cluster.local, subset: x}   | -
            {host: api.example.com}                                | -
            {host: shopp}                                          | host shopp does not exist
            {host: shopp.shop.svc.cluster.local}                   | host shopp.shop.svc.cluster.local does not exist
            {host: shop, subset: v9}                               | host shop has no subset v9
            """)
    void shouldSeeWhetherEachDestinationExists(String destination, String problem) {
        for (String route : List.of(
                "http: [{route: [{destination: %s}]}]",
                "http: [{mirror: %s}]",
                "http: [{mirrors: [{destination: %s}]}]",
                "tcp: [{route: [{destination: %s}]}]",
                "tls: [{route: [{destination: %s}]}]")) {
            // When
            Readiness readiness = of("{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata:"
                    + " {name: shop, namespace: shop}, spec: {" + route.formatted(destination) + "}}");

            // Then
            if (problem == null) {
                assertThat(readiness).as(route).isEqualTo(Readiness.ready());
            } else {
                assertThat(readiness).as(route).isInstanceOfSatisfying(Readiness.Waiting.class, waiting -> {
                    assertThat(waiting.reason()).startsWith("broken: " + problem);
                    assertThat(waiting.symptoms().getFirst().code()).isEqualTo(FailureCode.ROUTE_INVALID);
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {}                                                                                     | -
            {parents: [{conditions: [{type: Accepted, status: 'True'}]}]}                          | -
            {parents: [{conditions: [{type: ResolvedRefs, status: 'False', reason: BackendNotFound}]}]} | BackendNotFound
            """)
    void shouldBelieveWhatTheGatewaySaysOfARoute(String status, String problem) {
        // When
        Readiness readiness = of("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata:"
                + " {name: shop, namespace: shop}, status: " + status + "}");

        // Then
        if (problem == null) {
            assertThat(readiness).isEqualTo(Readiness.ready());
        } else {
            assertThat(readiness)
                    .isInstanceOfSatisfying(
                            Readiness.Waiting.class,
                            waiting -> assertThat(waiting.reason()).contains(problem));
        }
    }
}
