package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// Requests of one workload to a service, or connections, by the workload and version that got them. `unknown` is a
/// caller outside of the mesh, and a workload where requests reached none.
///
/// @param protocol as `http`, `grpc` or `tcp`
/// @param rate requests per second; 0 where only connections are counted
/// @param errorShare of requests answered with 5xx, not answered, or failed in gRPC; 0 to 1
/// @param p50 of the time an answer took, in milliseconds; null where the mesh has none
/// @param sourceVersion of the caller's workload, as the mesh knows it; null: not told
/// @param connections null where requests are counted
public record GraphEdge(
        Workload source,
        String serviceNamespace,
        String service,
        Workload destination,
        String version,
        String protocol,
        double rate,
        double errorShare,
        @Nullable Double p50,
        @Nullable Double p95,
        @Nullable Double p99,
        @Nullable String sourceVersion,
        @Nullable Connections connections) {
    public GraphEdge {
        Check.between("rate", rate, 0.0, 1e12);
        Check.between("error share", errorShare, 0.0, 1.0);
        p50 = Check.finiteOrNull(p50);
        p95 = Check.finiteOrNull(p95);
        p99 = Check.finiteOrNull(p99);
    }

    /// Of requests, by a caller whose version is not told.
    public GraphEdge(
            Workload source,
            String serviceNamespace,
            String service,
            Workload destination,
            String version,
            String protocol,
            double rate,
            double errorShare,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {
        this(
                source,
                serviceNamespace,
                service,
                destination,
                version,
                protocol,
                rate,
                errorShare,
                p50,
                p95,
                p99,
                null,
                null);
    }

    public record Workload(String namespace, String name) {}

    /// What went over TCP, all per second.
    ///
    /// @param opened connections
    /// @param sent bytes from the source to the destination
    /// @param received bytes back
    public record Connections(double opened, double sent, double received) {
        public Connections {
            Check.between("opened", opened, 0.0, 1e12);
            Check.between("sent", sent, 0.0, 1e15);
            Check.between("received", received, 0.0, 1e15);
        }
    }
}
