package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import java.util.List;

/// An object as its writers want it: without what only the server and its controllers write.
final class Desired {
    private static final List<String> OF_THE_SERVER =
            List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

    private Desired() {}

    /// As it could be made anew: what another object was to it, and which revision it has, holds no longer.
    static Resource of(Resource recorded) {
        return asWritten(recorded)
                .drop("metadata", "ownerReferences")
                .drop("metadata", "annotations", "deployment.kubernetes.io/revision");
    }

    /// All that a patch can change.
    static Resource asWritten(Resource recorded) {
        Resource desired = recorded.drop("status");
        for (String field : OF_THE_SERVER) {
            desired = desired.drop("metadata", field);
        }
        return desired;
    }
}
