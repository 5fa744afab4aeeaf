package io.gennaker.contracts;

/// A cluster by the name that pipelines use and the kubeconfig context that reaches it.
public record ClusterTarget(String name, String context) {
    public ClusterTarget {
        Check.text("cluster name", name, 60);
        Check.text("kubeconfig context", context, 250);
    }
}
