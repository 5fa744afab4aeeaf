package io.gennaker.analysis.graph;

import io.gennaker.analysis.graph.ServiceGraph.Destination;
import io.gennaker.analysis.graph.ServiceGraph.Source;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which edge a series is about, and who reports it.
///
/// What a series says of unknown ends is taken as Kiali takes it. A caller of which neither namespace nor workload is
/// known is outside of the mesh. Series that say half of it come from pods that begin or end, and are left out: a
/// caller with a namespace and nothing in it, and an address in place of a service without a workload.
record EdgeKey(String reporter, Source source, Destination destination, String protocol) {

    static final String UNKNOWN = "unknown";

    /// The labels that are asked for.
    static final String LABELS = "reporter, source_workload, source_workload_namespace, source_canonical_service,"
            + " source_canonical_revision, destination_service, destination_service_name,"
            + " destination_service_namespace, destination_workload, destination_workload_namespace,"
            + " destination_canonical_revision, request_protocol";

    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+(:\\d+)?");

    /// Empty where the labels make no sense.
    static Optional<EdgeKey> of(Map<String, String> labels) {
        var key = new EdgeKey(
                label(labels, "reporter"), source(labels), destination(labels), label(labels, "request_protocol"));
        var isHalfASource = key.source().workload().equals(UNKNOWN)
                && !key.source().namespace().equals(UNKNOWN);
        return isHalfASource || isOnlyAnAddress(labels) ? Optional.empty() : Optional.of(key);
    }

    /// A caller without a workload, as a job of its own, is known by its canonical service.
    private static Source source(Map<String, String> labels) {
        var workload = label(labels, "source_workload");
        return new Source(
                label(labels, "source_workload_namespace"),
                workload.equals(UNKNOWN) ? label(labels, "source_canonical_service") : workload,
                label(labels, "source_canonical_revision"));
    }

    /// What reached no workload has the namespace of its service.
    private static Destination destination(Map<String, String> labels) {
        var ofWorkload = label(labels, "destination_workload_namespace");
        return new Destination(
                ofWorkload.equals(UNKNOWN) ? label(labels, "destination_service_namespace") : ofWorkload,
                label(labels, "destination_service_name"),
                label(labels, "destination_workload"),
                label(labels, "destination_canonical_revision"));
    }

    private static boolean isOnlyAnAddress(Map<String, String> labels) {
        var name = label(labels, "destination_service_name");
        return label(labels, "destination_workload").equals(UNKNOWN)
                && name.equals(label(labels, "destination_service"))
                && ADDRESS.matcher(name).matches();
    }

    private static String label(Map<String, String> labels, String name) {
        var value = labels.get(name);
        return value == null || value.isBlank() ? UNKNOWN : value;
    }
}
