/// A real Prometheus from the machine's own package, configured for the playground. Start reading at
/// [io.gennaker.playground.prometheus.PrometheusServer].
@NullMarked
package io.gennaker.playground.prometheus;

import org.jspecify.annotations.NullMarked;
