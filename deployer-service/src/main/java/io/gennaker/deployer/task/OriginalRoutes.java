package io.gennaker.deployer.task;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.Originals.Original;
import java.util.List;
import java.util.Optional;

/// What routing objects were before Gennaker first shared their traffic; kept until they are given back.
public interface OriginalRoutes {
    Optional<Original> of(ClusterTarget cluster, ResourceKey key);

    /// Records inside the running transaction; what is recorded already stays.
    void keep(ClusterTarget cluster, ExecutionId execution, List<Original> found);

    /// Forgets inside the running transaction.
    void forget(ClusterTarget cluster, List<ResourceKey> keys);
}
