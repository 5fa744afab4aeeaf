package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import java.util.List;

/// An object as its writers want it: without what only the server and its controllers write.
final class Desired {
    private static final List<String> OF_THE_SERVER = List.of(
            "managedFields",
            "resourceVersion",
            "uid",
            "generation",
            "creationTimestamp",
            "selfLink",
            "ownerReferences");

    private Desired() {}

    static Resource of(Resource recorded) {
        Resource desired = recorded.drop("status");
        for (String field : OF_THE_SERVER) {
            desired = desired.drop("metadata", field);
        }
        return desired.drop("metadata", "annotations", "deployment.kubernetes.io/revision");
    }
}
