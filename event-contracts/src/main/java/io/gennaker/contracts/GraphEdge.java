package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// Requests of one workload to a service, by the workload and version that got them. `unknown` is a caller outside of
/// the mesh, and a workload where requests reached none.
///
/// @param protocol as `http` or `grpc`
/// @param rate requests per second
/// @param errorShare of requests answered with 5xx, not answered, or failed in gRPC; 0 to 1
/// @param p50 of the time an answer took, in milliseconds; null where the mesh has none
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
        @Nullable Double p99) {
    public GraphEdge {
        Check.between("rate", rate, 0.0, 1e12);
        Check.between("error share", errorShare, 0.0, 1.0);
        p50 = Check.finiteOrNull(p50);
        p95 = Check.finiteOrNull(p95);
        p99 = Check.finiteOrNull(p99);
    }

    public record Workload(String namespace, String name) {}
}
