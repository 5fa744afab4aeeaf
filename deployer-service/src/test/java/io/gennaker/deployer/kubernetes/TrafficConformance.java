package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Deployer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A canary beside the release, as the objects show it; `TrafficSafetyTest` sends requests.
abstract class TrafficConformance extends ClusterConformance {
    TrafficConformance(TestClusters clusters) {
        super(clusters);
    }

    private static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop");

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
