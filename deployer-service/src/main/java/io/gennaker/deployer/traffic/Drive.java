package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Route;
import io.gennaker.deployer.resource.ResourceKey;

/// A route that an execution drives.
///
/// @param workload name of the release's Deployment
public record Drive(Route route, String namespace, String workload, ExecutionId execution) {
    ResourceKey key(String apiVersion, String kind, String name) {
        return new ResourceKey(apiVersion, kind, namespace, name);
    }
}
