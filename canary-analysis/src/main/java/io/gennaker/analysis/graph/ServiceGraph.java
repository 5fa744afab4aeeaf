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
    ///
    /// @param version of the workload, as the mesh knows it
    public record Source(String namespace, String workload, String version) {}

    /// What is called. The workload is `unknown` where requests reached none, as when no pod was there, and where the
    /// service is outside of the mesh.
    ///
    /// @param version of the workload, as the mesh knows it
    public record Destination(String namespace, String service, String workload, String version) {}

    /// Requests from one to the other, or connections.
    ///
    /// @param protocol as `http`, `grpc` or `tcp`
    /// @param rate of requests per second; 0 where only connections are counted
    /// @param errorShare of requests answered with 5xx, not answered, or failed in gRPC; 0 to 1
    /// @param p50 of the time an answer took, in milliseconds; null where the mesh has none
    /// @param connections null where requests are counted
    public record Edge(
            Source source,
            Destination destination,
            String protocol,
            double rate,
            double errorShare,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Connections connections) {

        /// What is counted of it a second, whatever that is.
        public double busyness() {
            return rate + (connections == null ? 0 : connections.opened());
        }
    }

    /// What went over TCP, all per second.
    ///
    /// @param opened connections
    /// @param sent bytes from the source to the destination
    /// @param received bytes back
    public record Connections(double opened, double sent, double received) {}
}
