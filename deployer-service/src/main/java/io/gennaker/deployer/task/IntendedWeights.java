package io.gennaker.deployer.task;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;
import java.util.Optional;

/// The weights that routes are meant to have. The newest intention for a route is the one that counts.
public interface IntendedWeights {
    /// One intention.
    ///
    /// @param workload name of the release's Deployment
    record Intention(
            ClusterTarget cluster,
            String namespace,
            Route route,
            String workload,
            ExecutionId execution,
            OperationId operation,
            TrafficSplit split,
            Instant at) {}

    /// Records inside the running transaction, in place of the route's last intention.
    void intend(Intention intention);

    /// The operation whose intention is the newest for the route.
    Optional<OperationId> newest(ClusterTarget cluster, String namespace, Route route);

    /// Records inside the running transaction that the intention was read back from the cluster.
    void reached(Intention intention);
}
