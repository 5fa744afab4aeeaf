package io.gennaker.deployer.task;

import io.gennaker.contracts.ClusterTarget;

/// The clusters that this deployer reaches.
public interface Clusters {
    /// @throws ClusterProblem.Refused with `UNKNOWN_CLUSTER` when no such context is configured, naming those that are
    Cluster reach(ClusterTarget target);
}
