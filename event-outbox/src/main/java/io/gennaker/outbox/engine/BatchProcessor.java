package io.gennaker.outbox.engine;

import io.gennaker.contracts.Message;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.MessageIdentity;
import io.gennaker.outbox.store.StoreFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Handles polled records so that each message takes effect once, in order, and none stops those behind it.
///
/// 1. The whole batch in one transaction: remember the ids, handle those that were new, store what was sent.
/// 2. If that fails because the database is away or gave way to another transaction: again, for as long as it takes.
/// 3. If it fails otherwise: the messages one by one, each in a transaction of its own, each a few times with backoff.
/// 4. What still fails, what the handler rejects and what cannot be read becomes a dead letter, as part of a
///    transaction that also remembers its id.
///
/// When [#process] returns, every record of the batch has been dealt with for good: its offset may be committed.
public final class BatchProcessor {
    private static final Logger LOG = Logger.getLogger(BatchProcessor.class);

    private final Units units;
    private final MessageHandler handler;
    private final String service;
    private final DeadLetters deadLetters;
    private final Observer observer;
    private final Backoff backoff;
    private final int attempts;

    /// @param service named in dead letters; replays for others are left out
    /// @param attempts how often one message is tried by itself
    public BatchProcessor(
            Units units, MessageHandler handler, String service, Observer observer, Backoff backoff, int attempts) {
        this.units = units;
        this.handler = handler;
        this.service = service;
        this.deadLetters = new DeadLetters(service);
        this.observer = observer;
        this.backoff = backoff;
        this.attempts = attempts;
    }

    /// @param turn of this batch; the caller ends it
    public void process(List<Received> records, Turns.Turn turn, Patience patience) throws InterruptedException {
        List<Incoming> batch = records.stream()
                .filter(record -> ReplayHeaders.concern(record, service))
                .flatMap(record -> Incoming.all(record).stream())
                .toList();
        var messages = messages(batch);
        turn.begin(messages.stream().map(Message::key).collect(Collectors.toSet()), handler.besides(messages));
        if (!together(batch, turn, patience)) {
            for (Incoming message : batch) {
                alone(message, turn, patience);
            }
        }
    }

    private boolean together(List<Incoming> batch, Turns.Turn turn, Patience patience) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            RuntimeException failure = attempt(batch, turn);
            if (failure == null) {
                return true;
            }
            if (!StoreFailure.passes(failure)) {
                LOG.debugf(failure, "A batch failed and is handled message by message messages=%d", batch.size());
                return false;
            }
            waitForDatabase(failure, failures, patience);
        }
    }

    private void alone(Incoming message, Turns.Turn turn, Patience patience) throws InterruptedException {
        int failures = 0;
        for (int passing = 1; ; passing++) {
            RuntimeException failure = attempt(List.of(message), turn);
            if (failure == null) {
                return;
            }
            if (StoreFailure.passes(failure)) {
                waitForDatabase(failure, passing, patience);
                continue;
            }
            failures++;
            if (failure instanceof RejectedMessage || failures >= attempts) {
                bury(message, failure, failures, patience);
                return;
            }
            LOG.infof(
                    failure,
                    "A message failed and is tried again record=%s attempt=%d",
                    message.record().place(),
                    failures);
            patience.await(backoff.after(failures));
        }
    }

    private void bury(Incoming message, RuntimeException failure, int failures, Patience patience)
            throws InterruptedException {
        String reason = failure instanceof RejectedMessage
                ? String.valueOf(failure.getMessage())
                : "failed " + failures + " times, at last with " + failure;
        LOG.warnf(
                failure,
                "A message becomes a dead letter record=%s reason=%s",
                message.record().place(),
                reason);
        var letter = new Incoming.Unreadable(message.record(), reason);
        for (int tries = 1; ; tries++) {
            try {
                units.within(Cause.NONE, unit -> {
                    if (!units.store()
                            .inbox()
                            .remember(List.of(message.identity()))
                            .isEmpty()) {
                        sendDeadLetter(letter, unit);
                    }
                    return null;
                });
                return;
            } catch (RuntimeException e) {
                waitForDatabase(e, tries, patience);
            }
        }
    }

    private void waitForDatabase(RuntimeException failure, int failures, Patience patience)
            throws InterruptedException {
        LOG.warnf("The database is away or busy, messages wait failures=%d cause=%s", failures, failure);
        patience.await(backoff.after(failures));
    }

    /// Whatever becomes of it, the next batch may begin then.
    private @Nullable RuntimeException attempt(List<Incoming> batch, Turns.Turn turn) {
        try {
            units.within(Cause.NONE, unit -> {
                handle(batch, unit);
                turn.decided();
                return null;
            });
            return null;
        } catch (RuntimeException failure) {
            return failure;
        } finally {
            turn.decided();
        }
    }

    private static List<Message> messages(List<Incoming> batch) {
        var messages = new ArrayList<Message>();
        for (Incoming incoming : batch) {
            if (incoming instanceof Incoming.Readable readable) {
                messages.add(readable.envelope().message());
            }
        }
        return messages;
    }

    private void handle(List<Incoming> batch, Unit unit) {
        var fresh = units.store()
                .inbox()
                .remember(batch.stream().map(Incoming::identity).toList());
        var unhandled = new HashSet<>(fresh);
        CrashPoints.reached("inbox-inserted");
        handler.expect(fresh(batch, fresh));
        for (Incoming message : batch) {
            boolean isNew = unhandled.remove(message.identity());
            switch (message) {
                case Incoming.Unreadable unreadable
                when isNew -> {
                    LOG.warnf(
                            "A record is no message and becomes a dead letter record=%s reason=%s",
                            unreadable.record().place(), unreadable.reason());
                    sendDeadLetter(unreadable, unit);
                }
                case Incoming.Unreadable _ ->
                    LOG.debugf("Known already record=%s", message.record().place());
                case Incoming.Readable readable when isNew -> handle(readable, unit);
                case Incoming.Readable readable ->
                    unit.afterCommit(() -> observer.ignored(readable.envelope().type()));
            }
        }
        CrashPoints.reached("state-written");
    }

    private static List<Message> fresh(List<Incoming> batch, Set<MessageIdentity> fresh) {
        var messages = new ArrayList<Message>();
        for (Incoming incoming : batch) {
            if (incoming instanceof Incoming.Readable readable && fresh.contains(readable.identity())) {
                messages.add(readable.envelope().message());
            }
        }
        return messages;
    }

    private void handle(Incoming.Readable message, Unit unit) {
        var envelope = message.envelope();
        var cause = new Cause(envelope.id(), envelope.traceparent());
        units.tracing()
                .receiving(
                        envelope.type(),
                        envelope.id(),
                        envelope.traceparent(),
                        () -> unit.causedBy(cause, () -> handler.handle(envelope, unit)));
        unit.afterCommit(() -> observer.handled(envelope.type()));
    }

    private void sendDeadLetter(Incoming.Unreadable message, Unit unit) {
        unit.sendAsIs(deadLetters.of(message.record(), message.reason(), units.now()));
        unit.afterCommit(observer::deadLettered);
    }
}
