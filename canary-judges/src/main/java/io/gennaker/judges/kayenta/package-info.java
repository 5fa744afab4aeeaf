/// Reads the canary configuration and the metric pairs of Kayenta from their JSON. Start reading at
/// [io.gennaker.judges.kayenta.CanaryConfigReader].
@NullMarked
package io.gennaker.judges.kayenta;

import org.jspecify.annotations.NullMarked;
