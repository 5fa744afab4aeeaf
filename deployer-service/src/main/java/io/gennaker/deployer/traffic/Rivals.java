package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.Optional;
import java.util.Set;

/// Other controllers that drive weights: two on one host would undo each other's work.
final class Rivals {
    private static final Set<String> MANAGERS = Set.of("flagger", "rollouts-controller", "argo-rollouts");
    private static final String ARGO_ROLLOUTS = "argo-rollouts.argoproj.io/managed-by-rollouts";

    private Rivals() {}

    /// Who else drives the object, and by what that is seen.
    static Optional<String> of(Resource resource) {
        for (Value owner : resource.at("metadata", "ownerReferences").items()) {
            String group = owner.at("apiVersion").textOr("");
            String kind = owner.at("kind").textOr("");
            if (group.startsWith("flagger.app/") || group.startsWith("argoproj.io/") && kind.equals("Rollout")) {
                return refused(
                        resource,
                        "its owner is " + kind + " " + owner.at("name").textOr(""));
            }
        }
        if (resource.annotation(ARGO_ROLLOUTS) != null) {
            return refused(resource, "its annotation " + ARGO_ROLLOUTS + " is " + resource.annotation(ARGO_ROLLOUTS));
        }
        for (Value entry : resource.at("metadata", "managedFields").items()) {
            String manager = entry.at("manager").textOr("");
            if (MANAGERS.contains(manager)) {
                return refused(resource, "its field manager is " + manager);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refused(Resource resource, String sign) {
        return Optional.of(resource + " is driven by another controller: " + sign
                + "; two controllers on one host are not allowed");
    }
}
