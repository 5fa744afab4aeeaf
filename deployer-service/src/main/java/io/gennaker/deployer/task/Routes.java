package io.gennaker.deployer.task;

import io.gennaker.contracts.Route;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.List;
import java.util.Optional;

/// A mesh's routing objects in one cluster.
public interface Routes {
    Optional<Resource> virtualService(Cluster cluster, String namespace, Route route);

    Optional<Resource> destinationRule(Cluster cluster, String namespace, Route route);

    /// Where the VirtualService is, for watching it.
    ResourceKey virtualServiceKey(Cluster cluster, String namespace, Route route);

    /// Where the DestinationRule is, for watching it.
    ResourceKey destinationRuleKey(Cluster cluster, String namespace, Route route);

    /// Writes to an object that was read here.
    ///
    /// @throws ClusterProblem.Changed when it is no longer the version that was read
    Resource patch(Cluster cluster, Resource read, List<PatchOperation> operations);
}
