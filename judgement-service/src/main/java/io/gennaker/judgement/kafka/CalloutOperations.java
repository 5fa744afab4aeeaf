package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.HttpCall;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Calls;
import io.gennaker.judgement.callout.Files;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.Cards;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.RunningOperation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/// Makes the calls that were asked for.
@ApplicationScoped
public class CalloutOperations implements OperationHandler {
    private static final Logger LOG = Logger.getLogger(CalloutOperations.class);

    /// Of a stage, which has a timeout of its own.
    private static final int ATTEMPTS = 5;

    private final Calls calls;
    private final Notices notices;
    private final NoticeOperations tellings;
    private final Cards cards;
    private final CallbackStore callbacks;
    private final CalloutCommands commands;
    private final CallbackAddress address;
    private final Files files;
    private final Clock clock;

    CalloutOperations(
            Calls calls,
            Notices notices,
            NoticeOperations tellings,
            CardStore cards,
            CallbackStore callbacks,
            CalloutCommands commands,
            CallbackAddress address,
            Files files,
            Clock clock) {
        this.calls = calls;
        this.notices = notices;
        this.tellings = tellings;
        this.cards = new Cards(cards);
        this.callbacks = callbacks;
        this.commands = commands;
        this.address = address;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public void run(RunningOperation operation) throws InterruptedException {
        Accepted accepted = Accepted.parse(operation.command());
        CalloutCommand.Start start = accepted.start();
        if (start != null) {
            CalloutRun.Taken taken = (status, outbox) -> commands.taken(start, status, outbox);
            run(new CalloutRun(operation, start, callbacks, taken, clock), start);
        } else if (accepted.cancel() != null) {
            cancel(accepted.cancel(), operation.id());
            operation.complete(outbox -> {});
        } else if (accepted.telling() != null) {
            tellings.run(operation, accepted.telling());
        }
    }

    private void run(CalloutRun run, CalloutCommand.Start start) throws InterruptedException {
        switch (start.task()) {
            case CalloutTask.CallWebhook webhook -> call(run, start, webhook);
            case CalloutTask.SendNotice notice ->
                run.notice(notice(start, notice), notices, end -> untold(start, notice, end));
            case CalloutTask.FetchFile(var source) -> run.fetch(source, files);
        }
    }

    private static Notice notice(CalloutCommand.Start start, CalloutTask.SendNotice what) {
        String id = start.operationId().value();
        return new Notice(id, start.executionId(), id.split("/")[1], null, what, ATTEMPTS);
    }

    /// A message that is not posted any more keeps no later one of its thread waiting.
    private void untold(CalloutCommand.Start start, CalloutTask.SendNotice what, CalloutEvent end) {
        if (what.to() != null) {
            String reason = end instanceof CalloutEvent.Failed failed ? failed.reason() : "cancelled";
            cards.failed(what.to(), start.operationId().value(), reason);
        }
    }

    private void call(CalloutRun run, CalloutCommand.Start start, CalloutTask.CallWebhook webhook)
            throws InterruptedException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Idempotency-Key", start.operationId().value());
        if (webhook.callback()) {
            var callback = address.of(start.operationId());
            if (callback.isEmpty()) {
                run.refused("a callback is asked for, and gennaker.callout.callback-url is not set");
                return;
            }
            headers.put("X-Gennaker-Callback", callback.get());
        }
        run.call(
                webhook,
                calls,
                headers,
                cancel -> cancel(cancel, start.operationId().value()));
    }

    /// Once, as well as it goes: nobody waits for the answer.
    private void cancel(HttpCall call, String operation) throws InterruptedException {
        try {
            int status = calls.send(call, Map.of("Idempotency-Key", operation + "#cancel"))
                    .status();
            LOG.infof("call cancelled operationId=%s status=%d", operation, status);
        } catch (CallFailed failed) {
            LOG.warnf("call not cancelled operationId=%s reason=\"%s\"", operation, failed.getMessage());
        }
    }
}
