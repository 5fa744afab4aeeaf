/// The orchestrator's own tables. Start at [PostgresExecutions] (plain SQL, where it is hot) and [PostgresDefinitions]
/// (Panache entities); [StateJson] is how states are written.
@NullMarked
package io.gennaker.orchestrator.postgres;

import org.jspecify.annotations.NullMarked;
