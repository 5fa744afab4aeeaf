package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends calls whose end is told by a callback: of the callback itself, a cancel and the deadline the first one
/// counts. All methods act in the running transaction.
public final class Callouts {
    private final CallbackStore store;

    public Callouts(CallbackStore store) {
        this.store = store;
    }

    /// What a callback says.
    ///
    /// @param result null for mere progress
    public record Told(@Nullable Boolean result, @Nullable String message, Facts facts) {}

    /// What became of a callback.
    public enum Answer {
        TAKEN,
        UNKNOWN,
        TOO_LATE
    }

    public Answer told(OperationId id, Told told, Instant at, Consumer<CalloutEvent> send) {
        Optional<Callback> found = store.find(id);
        if (found.isEmpty()) {
            return Answer.UNKNOWN;
        }
        Callback callback = found.get();
        Boolean result = told.result();
        if (callback.ended() || result != null && !store.end(id, at)) {
            return Answer.TOO_LATE;
        }
        String message = told.message() == null ? "" : told.message();
        Map<String, String> outputs = WebhookRun.outputs(callback.task(), callback.status(), told.facts());
        if (result == null) {
            send.accept(new CalloutEvent.Progressed(callback.executionId(), id, message, at));
        } else if (result) {
            send.accept(new CalloutEvent.Succeeded(callback.executionId(), id, outputs, at));
        } else {
            String reason = "the called system says that it failed" + (message.isEmpty() ? "" : ": " + message);
            send.accept(new CalloutEvent.Failed(
                    callback.executionId(), id, FailureCode.CALLOUT_FAILED, reason, outputs, at));
        }
        return Answer.TAKEN;
    }

    /// Nobody waits for it any more.
    ///
    /// @return the request that ends early what the call began, where there is one and it is needed
    public Optional<HttpCall> cancelled(OperationId id, Instant at, Consumer<CalloutEvent> send) {
        return ended(id, at, callback -> send.accept(new CalloutEvent.Cancelled(callback.executionId(), id, at)));
    }

    /// As [#cancelled], at the deadline.
    public Optional<HttpCall> late(OperationId id, Instant at, Consumer<CalloutEvent> send) {
        return ended(
                id,
                at,
                callback -> send.accept(new CalloutEvent.Failed(
                        callback.executionId(), id, FailureCode.TIMED_OUT, "no callback came in time", Map.of(), at)));
    }

    private Optional<HttpCall> ended(OperationId id, Instant at, Consumer<Callback> tell) {
        Optional<Callback> callback = store.find(id).filter(_ -> store.end(id, at));
        callback.ifPresent(tell);
        return callback.map(Callback::task).map(CallWebhook::cancel);
    }
}
