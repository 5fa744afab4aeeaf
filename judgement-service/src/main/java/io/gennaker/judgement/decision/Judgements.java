package io.gennaker.judgement.decision;

import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens, answers and ends judgements: load, decide, store, send. One call is one transaction of the caller's.
public final class Judgements {
    private final JudgementStore store;

    public Judgements(JudgementStore store) {
        this.store = store;
    }

    /// Opens a judgement, unless it is there already.
    ///
    /// @return the question, when it is new
    public Optional<Question> open(JudgementCommand.Open command, Consumer<Message> send) {
        if (store.find(command.operationId()).isPresent()) {
            return Optional.empty();
        }
        var question = new Question(
                command.operationId(),
                command.executionId(),
                command.pipeline(),
                command.requester(),
                command.spec(),
                command.at(),
                command.at().plus(command.spec().expiresAfter()),
                command.application());
        store.insert(new Judgement.Open(question, History.NONE));
        send.accept(new JudgementEvent.Opened(
                question.executionId(),
                question.id(),
                question.pipeline(),
                question.requester(),
                question.spec(),
                question.expiresAt(),
                question.openedAt()));
        return Optional.of(question);
    }

    /// Takes an act, whatever channel it came by. A refusal is sent too: it belongs to the record of who tried what.
    public Ruling act(OperationId id, Act act, Consumer<Message> send) {
        Optional<Judgement> judgement = store.lock(id);
        if (judgement.isEmpty()) {
            return new Ruling.Refused(DecisionRefusal.UNKNOWN_JUDGEMENT, "there is no judgement " + id);
        }
        Question question = judgement.get().question();
        Ruling ruling = judgement.get().ruling(act);
        switch (ruling) {
            case Ruling.Accepted accepted -> {
                store.update(accepted.next());
                send.accept(Facts.of(question, accepted.act(), act.requestId()));
                if (accepted.next() instanceof Judgement.Concluded concluded) {
                    send.accept(Facts.of(concluded));
                }
            }
            case Ruling.Repeated repeated -> send.accept(Facts.of(question, repeated.first(), act.requestId()));
            case Ruling.Refused refused -> send.accept(Facts.of(question, act, refused));
        }
        return ruling;
    }

    /// A reminder is due.
    ///
    /// @param reminder its place in the question's list, from 1
    /// @return the question, when it is still open
    public Optional<Question> remind(OperationId id, int reminder, Instant at, Consumer<Message> send) {
        if (store.lock(id).orElse(null) instanceof Judgement.Open open
                && at.isBefore(open.question().expiresAt())) {
            send.accept(new JudgementEvent.Reminded(open.question().executionId(), id, reminder, at));
            return Optional.of(open.question());
        }
        return Optional.empty();
    }

    /// Ends a judgement that nobody decided in time; one that has ended is left alone.
    public void expire(OperationId id, Instant at, Consumer<Message> send) {
        if (store.lock(id).orElse(null) instanceof Judgement.Open open) {
            Judgement.Concluded expired = open.toExpired(at);
            store.update(expired);
            send.accept(Facts.of(expired));
        }
    }

    /// Ends a judgement whose question no longer matters; one that has ended is left alone.
    public void withdraw(OperationId id, Instant at, Consumer<Message> send) {
        if (store.lock(id).orElse(null) instanceof Judgement.Open open) {
            store.update(open.toWithdrawn(at));
            send.accept(new JudgementEvent.Cancelled(open.question().executionId(), id, at));
        }
    }
}
