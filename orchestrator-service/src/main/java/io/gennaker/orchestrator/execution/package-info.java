/// How an execution moves: a pure function from state and input to the next state and what is to be done.
///
/// Start at [Saga#decide]; [ExecutionState] draws the machine.
@NullMarked
package io.gennaker.orchestrator.execution;

import org.jspecify.annotations.NullMarked;
