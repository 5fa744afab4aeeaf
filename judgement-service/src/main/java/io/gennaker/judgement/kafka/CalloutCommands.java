package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.callout.Callback;
import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Callouts;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.Timers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/// Records calls to systems outside as operations.
@ApplicationScoped
public class CalloutCommands {
    /// Payload of the timers of callbacks.
    static final String TIMER = "callback";

    private final Operations operations;
    private final Callouts callouts;
    private final CallbackStore callbacks;
    private final Timers timers;
    private final Clock clock;

    CalloutCommands(Operations operations, Callouts callouts, CallbackStore callbacks, Timers timers, Clock clock) {
        this.operations = operations;
        this.callouts = callouts;
        this.callbacks = callbacks;
        this.timers = timers;
        this.clock = clock;
    }

    void handle(CalloutCommand command, Outbox outbox) {
        switch (command) {
            case CalloutCommand.Start start -> start(start);
            case CalloutCommand.Cancel cancel -> cancel(cancel, outbox);
        }
    }

    /// A callback may come before the call's own answer, so it is awaited from the start.
    private void start(CalloutCommand.Start start) {
        String id = start.operationId().value();
        if (start.task() instanceof CalloutTask.CallWebhook webhook && webhook.callback()) {
            callbacks.add(start.executionId(), start.operationId(), webhook);
            timers.set(timer(start.operationId()), id, start.deadline(), TIMER);
        }
        operations.submit(id, start.executionId().value(), new Accepted(start).format());
    }

    private void cancel(CalloutCommand.Cancel cancel, Outbox outbox) {
        OperationId id = cancel.operationId();
        // One that runs ends itself, and what its call began.
        if (operations.cancel(id.value())) {
            callbacks.unwanted(id);
        } else {
            end(cancel.executionId(), id, outbox);
        }
    }

    /// The call was taken, and its end is told by a callback. A cancel that came before is seen here, one that
    /// comes later finds that nothing runs any more: both change the operation's row first.
    void taken(CalloutCommand.Start start, int status, Outbox outbox) {
        OperationId id = start.operationId();
        callbacks.answered(id, status);
        if (callbacks.find(id).filter(Callback::unwanted).isPresent()) {
            end(start.executionId(), id, outbox);
        } else {
            outbox.send(new CalloutEvent.Progressed(
                    start.executionId(), id, "taken; awaits the callback", clock.instant()));
        }
    }

    private void end(ExecutionId execution, OperationId id, Outbox outbox) {
        timers.cancel(timer(id));
        callouts.cancelled(id, clock.instant(), outbox::send).ifPresent(call -> submitCancel(execution, id, call));
    }

    void late(OperationId id, Outbox outbox) {
        Instant now = clock.instant();
        callbacks
                .find(id)
                .ifPresent(callback -> callouts.late(id, now, outbox::send)
                        .ifPresent(call -> submitCancel(callback.executionId(), id, call)));
    }

    private void submitCancel(ExecutionId execution, OperationId id, HttpCall call) {
        operations.submit(id.value() + "#cancel", execution.value(), new Accepted(call).format());
    }

    static String timer(OperationId id) {
        return "callback/" + id.value();
    }
}
