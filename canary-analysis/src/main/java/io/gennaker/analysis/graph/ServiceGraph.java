package io.gennaker.analysis.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The edges of a namespace's services over a window.
public record ServiceGraph(String cluster, String namespace, Instant at, Duration window, List<Edge> edges) {

    public ServiceGraph {
        edges = List.copyOf(edges);
    }

    /// A caller; `unknown` where it is outside of the mesh.
    public record Source(String namespace, String workload) {}

    /// What is called. The workload is `unknown` where requests reached none, as when no pod was there.
    ///
    /// @param version of the workload, as the mesh knows it
    public record Destination(String namespace, String service, String workload, String version) {}

    /// Requests from one to the other.
    ///
    /// @param protocol as `http` or `grpc`
    /// @param rate per second
    /// @param errorShare of requests answered with 5xx, not answered, or failed in gRPC; 0 to 1
    /// @param p50 of the time an answer took, in milliseconds; null where the mesh has none
    public record Edge(
            Source source,
            Destination destination,
            String protocol,
            double rate,
            double errorShare,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {}
}
