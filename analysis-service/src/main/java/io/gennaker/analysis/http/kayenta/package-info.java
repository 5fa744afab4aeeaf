/// Reads the canary configuration and the metric pairs of Kayenta from their JSON. Start reading at
/// [io.gennaker.analysis.http.kayenta.CanaryConfigReader].
@NullMarked
package io.gennaker.analysis.http.kayenta;

import org.jspecify.annotations.NullMarked;
