/// Signed statements about deliveries: in-toto Statement v1 with SLSA provenance v1, in a DSSE envelope. Pure.
///
/// Start at [Statement], then [Envelope].
@NullMarked
package io.gennaker.provenance;

import org.jspecify.annotations.NullMarked;
