package io.gennaker.pipeline.definition;

import io.gennaker.contracts.Route;
import io.gennaker.contracts.WayBack;
import java.util.List;

/// What every stage says that carries a new version to production behind a share of the traffic. The namespace may hold
/// expressions.
///
/// @param workload name of the release's Deployment
/// @param replicas of the new version beside it, and of the baseline where there is one
public record Rollout(
        String cluster,
        String namespace,
        List<String> manifests,
        String workload,
        int replicas,
        Route route,
        Confirmation confirmation,
        WayBack wayBack) {
    public Rollout {
        manifests = List.copyOf(manifests);
    }
}
