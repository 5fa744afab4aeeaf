package io.gennaker.trigger.kafka;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.trigger.matching.DefinitionStore;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.PublishedImage;
import io.gennaker.trigger.matching.TriggerReader;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.matching.UnreadableDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jboss.logging.Logger;

/// Handles facts from outside and the definitions they are matched with.
@ApplicationScoped
public class TriggerMessages implements MessageHandler {
    private static final Logger LOG = Logger.getLogger(TriggerMessages.class);

    private final Triggering triggering;
    private final DefinitionStore definitions;
    private final EventCounters counters;

    TriggerMessages(Triggering triggering, DefinitionStore definitions, EventCounters counters) {
        this.triggering = triggering;
        this.definitions = definitions;
        this.counters = counters;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.TRIGGERS, Topic.DEFINITIONS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case TriggerEvent.ImageChanged event -> take(event, outbox);
            case TriggerEvent.ArtifactPublished published -> take(published, outbox);
            case DefinitionEvent.Applied applied -> apply(applied);
            case DefinitionEvent.Removed removed -> definitions.store(removed);
            // The pipelines that came along were applied, each with an event of its own.
            case DefinitionEvent.ChannelMoved _ -> {}
            default ->
                throw new RejectedMessage("found " + envelope.type().type()
                        + "; only image events and definition events are allowed here");
        }
    }

    private void take(TriggerEvent.ArtifactPublished published, Outbox outbox) {
        switch (PublishedImage.of(published)) {
            case PublishedImage.Pushed(var event) -> take(event, outbox);
            case PublishedImage.Refused(var reason) -> throw new RejectedMessage(reason);
        }
    }

    private void take(TriggerEvent.ImageChanged event, Outbox outbox) {
        Explanation explanation = triggering.take(event, outbox::send);
        counters.countAfterCommit(explanation);
        LOG.infof(
                "image event taken image=%s action=%s source=%s outcomes=%s",
                event.image(), event.action(), event.source(), explanation.outcomes());
    }

    private void apply(DefinitionEvent.Applied applied) {
        try {
            TriggerReader.triggersOf(applied.fileName(), applied.documentInForce());
        } catch (UnreadableDefinition unreadable) {
            // The version before it stays in force here, until the dead letter is replayed to a service that can read
            // it.
            throw new RejectedMessage(applied.key() + ": " + unreadable.getMessage());
        }
        definitions.store(applied);
    }
}
