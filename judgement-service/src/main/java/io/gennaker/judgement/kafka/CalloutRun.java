package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Calls;
import io.gennaker.judgement.callout.Files;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.callout.Tries;
import io.gennaker.judgement.callout.WebhookRun;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RunningOperation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of one operation, from its recorded progress on.
final class CalloutRun {
    private final RunningOperation operation;
    private final CalloutCommand.Start start;
    private final CallbackStore callbacks;
    private final Taken taken;
    private final Clock clock;

    CalloutRun(
            RunningOperation operation, CalloutCommand.Start start, CallbackStore callbacks, Taken taken, Clock clock) {
        this.operation = operation;
        this.start = start;
        this.callbacks = callbacks;
        this.taken = taken;
        this.clock = clock;
    }

    /// Goes on, within the transaction that ends the run, with a call whose end is told by a callback.
    @FunctionalInterface
    interface Taken {
        void accept(int status, Outbox outbox);
    }

    /// Ends early what a call began.
    @FunctionalInterface
    interface Canceller {
        void cancel(HttpCall call) throws InterruptedException;
    }

    @Nullable
    Progress progress() {
        String state = operation.state();
        return state == null ? null : StoredJson.read(state, Progress.class);
    }

    void call(CalloutTask.CallWebhook webhook, Calls calls, Map<String, String> headers, Canceller canceller)
            throws InterruptedException {
        boolean late = !clock.instant().isBefore(start.deadline());
        if (operation.cancelRequested() || late) {
            HttpCall cancel = webhook.cancel();
            Progress progress = progress();
            if (cancel != null && progress != null) {
                canceller.cancel(cancel);
            }
            end(late ? failed(FailureCode.TIMED_OUT, "not over in time" + last(progress), Map.of()) : cancelled());
        } else {
            tell(new WebhookRun(webhook, calls, headers).next(progress()));
        }
    }

    /// Brings a file. One that can be had later is asked for until the deadline.
    void fetch(FileSource source, Files files) throws InterruptedException {
        Optional<CalloutEvent> over = over(source + ": not brought in time");
        if (over.isPresent()) {
            end(over.get());
        } else {
            try {
                CalloutEvent fetched = fetched(files.bring(source));
                CrashPoints.reached("file-brought");
                end(fetched);
            } catch (CallFailed failed) {
                String reason = source + ": " + failed.getMessage();
                if (failed.isRefused()) {
                    refused(reason);
                } else {
                    tell(Tries.again(progress() == null ? Progress.NONE : progress(), reason, Integer.MAX_VALUE));
                }
            }
        }
    }

    /// Tells people. A channel that is away is asked as often as the notice says, and not after the deadline.
    ///
    /// @param untold is given the end, within its transaction, when people are not told
    void notice(Notice notice, Notices notices, Consumer<CalloutEvent> untold) throws InterruptedException {
        Optional<CalloutEvent> over = over("not told in time");
        if (over.isPresent()) {
            end(over.get(), untold);
        } else {
            switch (notices.next(notice, progress())) {
                case Step.Fail(var code, var reason, var outputs) -> end(failed(code, reason, outputs), untold);
                case Step told -> tell(told);
            }
        }
    }

    private void end(CalloutEvent event, Consumer<CalloutEvent> untold) {
        operation.complete(outbox -> {
            untold.accept(event);
            outbox.send(event);
        });
    }

    /// What it ends with before anything is tried again.
    private Optional<CalloutEvent> over(String unfinished) {
        if (operation.cancelRequested()) {
            return Optional.of(cancelled());
        }
        return clock.instant().isBefore(start.deadline())
                ? Optional.empty()
                : Optional.of(failed(FailureCode.TIMED_OUT, unfinished + last(progress()), Map.of()));
    }

    private CalloutEvent fetched(Files.Brought file) throws CallFailed {
        try {
            return new CalloutEvent.Fetched(
                    start.executionId(),
                    start.operationId(),
                    file.commit(),
                    file.etag(),
                    Digest.of(file.text()),
                    CompressedText.of(file.text()),
                    now());
        } catch (IllegalArgumentException tooLarge) {
            throw CallFailed.refused(String.valueOf(tooLarge.getMessage()));
        }
    }

    private static String last(@Nullable Progress progress) {
        return progress == null || progress.said() == null ? "" : "; last: " + progress.said();
    }

    void refused(String reason) {
        end(failed(FailureCode.REFUSED, reason, Map.of()));
    }

    void tell(Step step) {
        switch (step) {
            case Step.Succeed(var outputs) ->
                end(new CalloutEvent.Succeeded(start.executionId(), start.operationId(), outputs, now()));
            case Step.Fail(var code, var reason, var outputs) -> end(failed(code, reason, outputs));
            // The row of the callback stays; whoever ends it tells the end.
            case Step.AwaitCallback(int status) -> operation.complete(outbox -> taken.accept(status, outbox));
            case Step.Later(var progress, Duration rest, String words) -> later(progress, rest, words);
        }
    }

    private void later(Progress progress, Duration rest, String words) {
        Progress before = progress();
        String state = StoredJson.write(progress);
        if (before == null || !words.equals(before.said())) {
            operation.checkpoint(StoredJson.write(progress), outbox -> outbox.send(progressed(words)));
        }
        Instant next = now().plus(rest);
        operation.pause(state, next.isBefore(start.deadline()) ? next : start.deadline());
    }

    /// Of a call with a callback, the end may have been told meanwhile.
    private void end(CalloutEvent event) {
        boolean callback = start.task() instanceof CalloutTask.CallWebhook webhook && webhook.callback();
        operation.complete(outbox -> {
            if (!callback || callbacks.end(start.operationId(), now())) {
                outbox.send(event);
            }
        });
    }

    private CalloutEvent failed(FailureCode code, String reason, Map<String, String> outputs) {
        return new CalloutEvent.Failed(start.executionId(), start.operationId(), code, reason, outputs, now());
    }

    private CalloutEvent cancelled() {
        return new CalloutEvent.Cancelled(start.executionId(), start.operationId(), now());
    }

    private CalloutEvent progressed(String words) {
        return new CalloutEvent.Progressed(start.executionId(), start.operationId(), words, now());
    }

    private Instant now() {
        return clock.instant();
    }
}
