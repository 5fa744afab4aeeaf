/// What is measured and how it is asked for: presets for Istio, queries of the user's own, and the port to the system
/// that holds the metrics. Start reading at [io.gennaker.analysis.metrics.MetricQueries].
@NullMarked
package io.gennaker.analysis.metrics;

import org.jspecify.annotations.NullMarked;
