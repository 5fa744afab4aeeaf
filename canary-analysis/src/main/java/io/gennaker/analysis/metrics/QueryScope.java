package io.gennaker.analysis.metrics;

import java.time.Duration;

/// Whose metrics are asked for.
///
/// @param cluster name of the cluster, as in the pipeline
/// @param workload name of the workload of one track
/// @param window length of time that one sample covers: the range of `rate(...)`
public record QueryScope(String cluster, String namespace, String workload, Duration window) {}
