package io.gennaker.trigger.kafka;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.access.CommandRights;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.trigger.matching.DefinitionStore;
import io.gennaker.trigger.matching.EventIntake;
import io.gennaker.trigger.matching.PipelineTrigger;
import io.gennaker.trigger.matching.Schedules;
import io.gennaker.trigger.matching.TriggerReader;
import io.gennaker.trigger.matching.UnreadableDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/// Handles facts from outside, the definitions they are matched with, and the ends of executions.
@ApplicationScoped
public class TriggerMessages implements MessageHandler {
    private final EventIntake intake;
    private final DefinitionStore definitions;
    private final Schedules schedules;

    TriggerMessages(EventIntake intake, DefinitionStore definitions, Schedules schedules) {
        this.intake = intake;
        this.definitions = definitions;
        this.schedules = schedules;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.TRIGGERS, Topic.TRIGGER_COMMANDS, Topic.DEFINITIONS, Topic.EXECUTION_EVENTS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case TriggerEvent event -> take(event, outbox);
            case TriggerCommand.Replay replay -> {
                CommandRights.of(replay).refusal(null).ifPresent(refusal -> {
                    throw new RejectedMessage(refusal);
                });
                if (!intake.replay(replay, outbox::send)) {
                    throw new RejectedMessage("event " + replay.event() + " is not kept any more");
                }
            }
            case DefinitionEvent.Applied applied -> apply(applied);
            case DefinitionEvent.Removed removed -> store(removed, List.of());
            // The pipelines that came along were applied, each with an event of its own.
            case DefinitionEvent.ChannelMoved _ -> {}
            case ExecutionEvent event -> intake.follow(event, outbox::send);
            default ->
                throw new RejectedMessage(
                        "found " + envelope.type().type() + "; only events, replays and definitions are allowed here");
        }
    }

    private void take(TriggerEvent event, Outbox outbox) {
        try {
            intake.within(event, outbox::send);
        } catch (IllegalArgumentException unreadable) {
            throw new RejectedMessage(String.valueOf(unreadable.getMessage()));
        }
    }

    private void apply(DefinitionEvent.Applied applied) {
        List<PipelineTrigger> triggers;
        try {
            triggers = TriggerReader.triggersOf(applied.fileName(), applied.documentInForce());
        } catch (UnreadableDefinition unreadable) {
            // The version before it stays in force here, until the dead letter is replayed to a service that can read
            // it.
            throw new RejectedMessage(applied.key() + ": " + unreadable.getMessage());
        }
        store(applied, triggers);
    }

    private void store(DefinitionEvent event, List<PipelineTrigger> triggers) {
        if (event.kind() == DefinitionKind.PIPELINE) {
            schedules.replace(event.name(), definitions.triggers(event.name()), triggers);
        }
        definitions.store(event);
    }
}
