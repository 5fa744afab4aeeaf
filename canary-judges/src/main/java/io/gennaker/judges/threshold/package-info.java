/// The `threshold` judge: limits per interval, with a budget of failures. Start reading at
/// [io.gennaker.judges.threshold.ThresholdTest].
@NullMarked
package io.gennaker.judges.threshold;

import org.jspecify.annotations.NullMarked;
