/// A service that dies at the worst moments, and the proof that nothing is lost, doubled or out of order.
///
/// Start at [CrashTest]; [CountingService] is the service, [Ledger] the proof.
@NullMarked
package io.gennaker.outbox.crash;

import org.jspecify.annotations.NullMarked;
