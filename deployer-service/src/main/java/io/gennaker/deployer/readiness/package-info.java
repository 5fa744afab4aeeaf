/// Whether an object does what it is there for, in words for people, and whether it still can.
///
/// Start at [ReadinessRules]: an object and what surrounds it in, a [Readiness] out.
@NullMarked
package io.gennaker.deployer.readiness;

import org.jspecify.annotations.NullMarked;
