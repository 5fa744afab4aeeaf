package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.judgement.decision.Answer;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.decision.Ruling;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/// Handles the commands of the streams, the expiry of judgements and the deadline of callbacks.
@ApplicationScoped
public class JudgementCommands implements MessageHandler, TimerHandler {
    private final Judgements judgements;
    private final CalloutCommands callouts;
    private final Timers timers;
    private final Clock clock;

    JudgementCommands(Judgements judgements, CalloutCommands callouts, Timers timers, Clock clock) {
        this.judgements = judgements;
        this.callouts = callouts;
        this.timers = timers;
        this.clock = clock;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.JUDGEMENT_COMMANDS, Topic.CALLOUT_COMMANDS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case CalloutCommand command -> callouts.handle(command, outbox);
            case JudgementCommand.Open open ->
                judgements
                        .open(open, outbox::send)
                        .ifPresent(question ->
                                timers.set(question.id().value(), question.id().value(), question.expiresAt(), ""));
            case JudgementCommand.Decide decide -> decide(decide, outbox);
            case JudgementCommand.Cancel cancel -> {
                timers.cancel(cancel.operationId().value());
                judgements.withdraw(cancel.operationId(), clock.instant(), outbox::send);
            }
            default ->
                throw new RejectedMessage(
                        "found " + envelope.type().type() + "; only judgement and callout commands are allowed here");
        }
    }

    private void decide(JudgementCommand.Decide decide, Outbox outbox) {
        var answer = new Answer(
                decide.requestId(), decide.decision(), decide.by(), decide.channel(), decide.comment(), decide.at());
        Ruling ruling = judgements.answer(decide.operationId(), answer, outbox::send);
        // Nobody but the asker knows this judgement, so the core has no question to send a refusal for.
        if (ruling instanceof Ruling.Refused refused && refused.refusal() == DecisionRefusal.UNKNOWN_JUDGEMENT) {
            outbox.send(new JudgementEvent.DecisionRefused(
                    decide.executionId(),
                    decide.operationId(),
                    decide.requestId(),
                    refused.refusal(),
                    refused.reason(),
                    decide.by(),
                    decide.at()));
        }
    }

    @Override
    public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
        if (payload.equals(CalloutCommands.TIMER)) {
            callouts.late(new OperationId(key), outbox);
        } else {
            judgements.expire(new OperationId(id), clock.instant(), outbox::send);
        }
    }
}
