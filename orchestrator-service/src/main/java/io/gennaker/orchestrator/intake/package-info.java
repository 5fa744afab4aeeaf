/// What comes in, each inside the caller's transaction: starts, inputs of executions, definitions.
///
/// Start at [Executions]. What is written and what is sent goes through the ports [ExecutionStore], [PlanStore],
/// [DefinitionStore] and [Outgoing].
@NullMarked
package io.gennaker.orchestrator.intake;

import org.jspecify.annotations.NullMarked;
