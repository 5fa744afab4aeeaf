/// Prometheus's HTTP API, version 1. Start reading at [io.gennaker.analysis.prometheus.PrometheusSource].
@NullMarked
package io.gennaker.analysis.prometheus;

import org.jspecify.annotations.NullMarked;
