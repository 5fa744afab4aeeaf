/// What runs between the bus and a service: units of work, handling of batches, the relay, operations and timers.
///
/// Start at [Units] (one transaction over inbox, state and outbox) and [BatchProcessor] (what happens to polled
/// records).
/// Knows neither Kafka nor PostgreSQL nor Quarkus.
@NullMarked
package io.gennaker.outbox.engine;

import org.jspecify.annotations.NullMarked;
