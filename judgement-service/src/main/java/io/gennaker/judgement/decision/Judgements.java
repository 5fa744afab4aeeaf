package io.gennaker.judgement.decision;

import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.List;
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
                command.at().plus(command.spec().expiresAfter()));
        store.insert(new Judgement.Open(question, List.of()));
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

    /// Takes an answer, whatever channel it came by. A refusal is sent too: it belongs to the record of who tried what.
    public Ruling answer(OperationId id, Answer answer, Consumer<Message> send) {
        Optional<Judgement> judgement = store.lock(id);
        if (judgement.isEmpty()) {
            return new Ruling.Refused(DecisionRefusal.UNKNOWN_JUDGEMENT, "there is no judgement " + id);
        }
        Question question = judgement.get().question();
        Ruling ruling = judgement.get().answered(answer);
        switch (ruling) {
            case Ruling.Accepted accepted -> {
                store.update(accepted.next());
                send.accept(recorded(question, answer, answer.requestId()));
                if (accepted.next() instanceof Judgement.Concluded concluded) {
                    send.accept(concluded(concluded));
                }
            }
            case Ruling.Repeated repeated -> send.accept(recorded(question, repeated.first(), answer.requestId()));
            case Ruling.Refused refused -> send.accept(refused(question, answer, refused));
        }
        return ruling;
    }

    /// Ends a judgement that nobody decided in time; one that has ended is left alone.
    public void expire(OperationId id, Instant at, Consumer<Message> send) {
        if (store.lock(id).orElse(null) instanceof Judgement.Open open) {
            Judgement.Concluded expired = open.toExpired(at);
            store.update(expired);
            send.accept(concluded(expired));
        }
    }

    /// Ends a judgement whose question no longer matters; one that has ended is left alone.
    public void withdraw(OperationId id, Instant at, Consumer<Message> send) {
        if (store.lock(id).orElse(null) instanceof Judgement.Open open) {
            store.update(open.toWithdrawn(at));
            send.accept(new JudgementEvent.Cancelled(open.question().executionId(), id, at));
        }
    }

    private static JudgementEvent.DecisionRecorded recorded(Question question, Answer answer, String requestId) {
        return new JudgementEvent.DecisionRecorded(
                question.executionId(),
                question.id(),
                requestId,
                answer.decision(),
                answer.by(),
                answer.channel(),
                answer.comment(),
                answer.at());
    }

    private static JudgementEvent.Concluded concluded(Judgement.Concluded concluded) {
        return new JudgementEvent.Concluded(
                concluded.question().executionId(),
                concluded.question().id(),
                concluded.outcome(),
                concluded.decision(),
                concluded.decidedBy(),
                concluded.comment(),
                concluded.at());
    }

    private static JudgementEvent.DecisionRefused refused(Question question, Answer answer, Ruling.Refused refused) {
        return new JudgementEvent.DecisionRefused(
                question.executionId(),
                question.id(),
                answer.requestId(),
                refused.refusal(),
                refused.reason(),
                answer.by(),
                answer.at());
    }
}
