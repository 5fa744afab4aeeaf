/// Weights that somebody else changed while a shift is in force: noticed by watches, told, and corrected or held.
///
/// Start at [DriftWatch] (when it looks), then [DriftFinder] (what drift is) and [DriftPolicy] (what is done about it).
/// A correction is a shift begun again, see [Corrections].
@NullMarked
package io.gennaker.deployer.drift;

import org.jspecify.annotations.NullMarked;
