package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.orchestrator.execution.Timer;
import java.time.Instant;
import java.util.function.Supplier;

/// What leaves with the running transaction: messages and timers.
public interface Outgoing {
    void send(Message message);

    /// Sends a message behind the others, made when these have been decided.
    default void sendLast(Supplier<? extends Message> message) {
        send(message.get());
    }

    void setTimer(ExecutionId execution, Timer timer, Instant due);

    void cancelTimer(ExecutionId execution, Timer timer);

    void cancelTimers(ExecutionId execution);

    /// Has a start that waits for files looked at, at a time; a second call for it moves the time.
    void expectFiles(ExecutionId execution, Instant due);

    /// Has the places of a pipeline filled at a time; a second call for it moves the time.
    void fillPlaces(String pipeline, Instant due);

    /// Has them filled as soon as this transaction is over, whatever time is set or will be.
    void fillPlacesSoon(String pipeline, Instant now);
}
