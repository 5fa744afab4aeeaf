package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.Optional;

/// The objects of one cluster, as they are when asked for.
public interface Objects {
    Optional<Resource> read(ResourceKey key);

    /// Whether the cluster knows the type at all.
    boolean serves(String apiVersion, String kind);
}
