package io.gennaker.deployer.istio;

import io.gennaker.contracts.Route;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.Routes;
import io.gennaker.deployer.traffic.RouteRefusal;
import java.util.List;
import java.util.Optional;

/// VirtualServices and DestinationRules, in the newest version that a cluster serves.
public final class IstioRoutes implements Routes {
    private static final List<String> VERSIONS =
            List.of("networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3");
    private static final String VIRTUAL_SERVICE = "VirtualService";

    @Override
    public Optional<Resource> virtualService(Cluster cluster, String namespace, Route route) {
        return cluster.read(virtualServiceKey(cluster, namespace, route));
    }

    @Override
    public Optional<Resource> destinationRule(Cluster cluster, String namespace, Route route) {
        return cluster.read(destinationRuleKey(cluster, namespace, route));
    }

    @Override
    public ResourceKey virtualServiceKey(Cluster cluster, String namespace, Route route) {
        return new ResourceKey(version(cluster), VIRTUAL_SERVICE, namespace, route.virtualService());
    }

    @Override
    public ResourceKey destinationRuleKey(Cluster cluster, String namespace, Route route) {
        return new ResourceKey(version(cluster), "DestinationRule", namespace, route.destinationRule());
    }

    @Override
    public Resource patch(Cluster cluster, Resource read, List<PatchOperation> operations) {
        return cluster.patch(read.key(), operations);
    }

    private static String version(Cluster cluster) {
        return VERSIONS.stream()
                .filter(version -> cluster.serves(version, VIRTUAL_SERVICE))
                .findFirst()
                .orElseThrow(() -> new RouteRefusal("the cluster does not serve Istio's VirtualService in any of "
                        + VERSIONS + "; is Istio installed?"));
    }
}
