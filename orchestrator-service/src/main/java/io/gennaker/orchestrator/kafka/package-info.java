/// Messages and timers: what the bus brings in, and what goes out with the same transaction.
///
/// Start at [OrchestratorMessages].
@NullMarked
package io.gennaker.orchestrator.kafka;

import org.jspecify.annotations.NullMarked;
