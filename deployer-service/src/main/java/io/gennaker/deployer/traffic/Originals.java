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

    /// What it was; null when there was none, or it was not recorded.
    default @Nullable Resource before(ResourceKey key) {
        Original found = of(key).orElse(null);
        return found == null ? null : found.before();
    }

    /// One object.
    ///
    /// @param before null when there was none
    record Original(ResourceKey key, @Nullable Resource before) {}
}
