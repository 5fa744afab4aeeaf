/// The orchestrator: executions as sagas over Kafka, their state in Postgres. Wiring only; start at
/// [io.gennaker.orchestrator.kafka] for what comes in and at [io.gennaker.orchestrator.execution] for what is decided.
@NullMarked
package io.gennaker.orchestrator;

import org.jspecify.annotations.NullMarked;
