package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What routing objects were before Gennaker first shared their traffic.
@FunctionalInterface
public interface Originals {
    /// Empty when it was not recorded.
    Optional<Original> of(ResourceKey key);

    /// One object.
    ///
    /// @param before null when there was none
    record Original(
            ResourceKey key, @Nullable Resource before) {}
}
