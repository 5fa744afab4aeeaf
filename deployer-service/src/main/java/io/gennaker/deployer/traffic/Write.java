package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.List;

/// One write to a cluster.
public sealed interface Write {
    /// @param operations a JSON patch that applies only to the version that was read
    record Patch(Resource read, List<PatchOperation> operations) implements Write {
        public Patch {
            operations = List.copyOf(operations);
        }
    }

    /// @param resource of Gennaker alone
    record Apply(Resource resource) implements Write {}

    record Delete(ResourceKey key) implements Write {}
}
