package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.Yaml;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Service that routes lead to for the release, which lasts from the first canary on.
class ReleaseServiceTest extends TaskFixture {
    private static final Route ROUTE = new Route.GatewayRoute(Route.GatewayRoute.Kind.HTTP_ROUTE, "shop", null, "shop");
    private static final String SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: shop, namespace: shop},"
            + " spec: {selector: {%s}, ports: [{port: 80, targetPort: %d, nodePort: 30080}]}}";
    private static final String OF_SHOP = "app: shop";

    @BeforeEach
    void route() {
        cluster.add(Yaml.resource("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop,"
                + " namespace: shop}, spec: {rules: [{backendRefs: [{name: shop, port: 80}]}]}}"));
        cluster.add(Yaml.resource(SERVICE.formatted(OF_SHOP, 8080)));
    }

    private FakeJournal keepRelease(String operation) throws InterruptedException {
        return run(shift(ROUTE, TrafficSplit.ALL_RELEASE), operation, new FakeJournal());
    }

    private FakeJournal apply(String selector, int port) throws InterruptedException {
        return run(
                new DeploymentTask.ApplyManifests(
                        CLUSTER, NAMESPACE, CompressedText.of(SERVICE.formatted(selector, port))),
                "apply",
                new FakeJournal());
    }

    private Resource ofRelease() {
        return cluster.find("Service", "shop-release").orElseThrow();
    }

    private int targetPort() {
        return ofRelease()
                .at("spec", "ports")
                .items()
                .getFirst()
                .at("targetPort")
                .numberOr(-1);
    }

    @Test
    void shouldFollowItsHostWhenThatIsAppliedAndWhenThatIsTakenBack() throws InterruptedException {
        // Given
        keepRelease("keep");

        // When
        apply(OF_SHOP + ", tier: web", 9090);
        int applied = targetPort();
        Map<String, String> selected = ofRelease().at("spec", "selector").texts();
        run(new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId("apply")), "undo", new FakeJournal());

        // Then
        assertThat(applied).isEqualTo(9090);
        assertThat(selected).isEqualTo(Map.of("app", "shop", "tier", "web", "gennaker.io/track", "release"));
        assertThat(targetPort()).isEqualTo(8080);
        assertThat(ofRelease()
                        .at("spec", "ports")
                        .items()
                        .getFirst()
                        .at("nodePort")
                        .isPresent())
                .isFalse();
    }

    @Test
    void shouldBeMadeAnewByAShiftWhereItSelectsOtherPodsThanItsHost() throws InterruptedException {
        // Given
        keepRelease("keep");
        cluster.add(Yaml.resource(SERVICE.formatted(OF_SHOP + ", gennaker.io/track: release", 8080)));
        cluster.add(ofRelease().drop("spec", "selector", "gennaker.io/track"));

        // When
        var kept = keepRelease("again");

        // Then
        outcome(kept, DeploymentEvent.Succeeded.class);
        assertThat(ofRelease().at("spec", "selector").texts())
                .isEqualTo(Map.of("app", "shop", "gennaker.io/track", "release"));
    }

    @Test
    void shouldLeaveAServiceOfThatNameThatSomebodyElseMade() throws InterruptedException {
        // Given
        cluster.add(Yaml.resource("{apiVersion: v1, kind: Service, metadata: {name: shop-release, namespace: shop},"
                + " spec: {selector: {app: shop, version: v1}, ports: [{port: 80, targetPort: 7070}]}}"));

        // When
        apply(OF_SHOP, 9090);
        var kept = keepRelease("keep");

        // Then
        assertThat(targetPort()).isEqualTo(7070);
        assertThat(outcome(kept, DeploymentEvent.Failed.class).reason()).contains("Service shop-release selects");
    }
}
