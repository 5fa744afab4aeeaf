package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// A cluster by the name that pipelines use and what reaches it.
///
/// @param context of the deployer's kubeconfig, or the name of a secret that is mounted in the deployer
/// @param requestsPerSecond how often the deployer may ask its API server; null for the deployer's own setting
public record ClusterTarget(
        String name, String context, @Nullable Integer requestsPerSecond) {
    public ClusterTarget {
        Check.text("cluster name", name, 60);
        Check.text("kubeconfig context", context, 250);
        if (requestsPerSecond != null) {
            Check.between("requestsPerSecond", requestsPerSecond, 1, 10_000);
        }
    }

    /// With the deployer's own rate.
    public ClusterTarget(String name, String context) {
        this(name, context, null);
    }
}
