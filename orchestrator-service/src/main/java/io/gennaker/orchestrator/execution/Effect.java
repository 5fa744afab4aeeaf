package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.Message;
import java.time.Instant;

/// What is to be done after a decision, in the order given and in one transaction with the next state.
public sealed interface Effect {
    /// Asks a service.
    record SendCommand(Message command) implements Effect {}

    /// Tells the world.
    record Emit(ExecutionEvent event) implements Effect {}

    record SetTimer(Timer timer, Instant due) implements Effect {}

    record CancelTimer(Timer timer) implements Effect {}

    /// The execution no longer counts against its pipeline's limit; none of its timers matters any more.
    record ReleaseSlot() implements Effect {}
}
