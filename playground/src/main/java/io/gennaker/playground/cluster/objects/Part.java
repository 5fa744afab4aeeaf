package io.gennaker.playground.cluster.objects;

/// Which part of an object a request may write.
public enum Part {
    /// Everything but the status of kinds that keep it apart.
    WHOLE(""),
    /// The status alone.
    STATUS("status"),
    /// Everything, through the scale subresource; only the number of replicas changes.
    SCALE("scale");

    private final String subresource;

    Part(String subresource) {
        this.subresource = subresource;
    }

    /// The name in the request's path and in the record of ownership; empty for the object itself.
    public String subresource() {
        return subresource;
    }
}
