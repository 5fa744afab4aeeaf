package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.judgement.decision.Act;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.decision.Ruling;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.TimerHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/// Handles the commands of the streams, what people may be told of, the timers of judgements and of callbacks.
@ApplicationScoped
public class JudgementCommands implements MessageHandler, TimerHandler {
    private final Judgements judgements;
    private final CalloutCommands callouts;
    private final Notifications notifications;
    private final Deadlines deadlines;
    private final Clock clock;

    JudgementCommands(
            Judgements judgements,
            CalloutCommands callouts,
            Notifications notifications,
            Deadlines deadlines,
            Clock clock) {
        this.judgements = judgements;
        this.callouts = callouts;
        this.notifications = notifications;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(
                Topic.JUDGEMENT_COMMANDS,
                Topic.CALLOUT_COMMANDS,
                Topic.DEFINITIONS,
                Topic.EXECUTION_EVENTS,
                Topic.JUDGEMENT_EVENTS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case CalloutCommand command -> callouts.handle(command, outbox);
            case JudgementCommand.Open open ->
                judgements.open(open, outbox::send).ifPresent(deadlines::set);
            case JudgementCommand.Decide decide -> act(decide, Incoming.act(decide), outbox);
            case JudgementCommand.Revoke revoke -> act(revoke, Incoming.act(revoke), outbox);
            case JudgementCommand.Delegate delegate -> act(delegate, Incoming.act(delegate), outbox);
            case JudgementCommand.Comment comment -> act(comment, Incoming.act(comment), outbox);
            case JudgementCommand.Cancel cancel -> {
                deadlines.cancel(cancel.operationId());
                judgements.withdraw(cancel.operationId(), clock.instant(), outbox::send);
            }
            case DefinitionEvent event -> notifications.handle(event);
            case ExecutionEvent event -> notifications.handle(envelope, event);
            case JudgementEvent event -> notifications.handle(envelope, event);
            default ->
                throw new RejectedMessage("found " + envelope.type().type()
                        + "; only judgement and callout commands, definitions and what becomes of"
                        + " executions and judgements are allowed here");
        }
    }

    private void act(JudgementCommand command, Act act, Outbox outbox) {
        Ruling ruling = judgements.act(command.operationId(), act, outbox::send);
        // Nobody but the asker knows this judgement, so the core has no question to send a refusal for.
        if (ruling instanceof Ruling.Refused refused && refused.refusal() == DecisionRefusal.UNKNOWN_JUDGEMENT) {
            outbox.send(new JudgementEvent.DecisionRefused(
                    command.executionId(),
                    command.operationId(),
                    act.requestId(),
                    refused.refusal(),
                    refused.reason(),
                    act.by(),
                    act.at()));
        }
    }

    @Override
    public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
        if (payload.equals(CalloutCommands.TIMER)) {
            callouts.late(new OperationId(key), outbox);
        } else {
            deadlines.passed(new OperationId(key), payload, clock.instant(), outbox);
        }
    }
}
