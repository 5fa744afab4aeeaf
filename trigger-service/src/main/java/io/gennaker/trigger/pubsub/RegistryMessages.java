package io.gennaker.trigger.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Arrivals;
import io.gennaker.trigger.source.SubscriptionMessage;
import io.gennaker.trigger.source.UnreadableCall;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Turns messages into events on the bus. A message is acknowledged only after the transaction that holds its event has
/// committed: a crash before that lets Pub/Sub deliver it again, a crash after it finds the message noted.
final class RegistryMessages {
    private static final Logger LOG = Logger.getLogger(RegistryMessages.class);

    private final String source;
    private final Function<PubsubMessage, String> identity;
    private final Arrivals arrivals;
    private final UnitOfWork unitOfWork;
    private final MeterRegistry registry;

    /// @param source names the subscription in events
    /// @param identity of a message within the source, the same at each delivery and never another's
    RegistryMessages(
            String source,
            Function<PubsubMessage, String> identity,
            Arrivals arrivals,
            UnitOfWork unitOfWork,
            MeterRegistry registry) {
        this.source = source;
        this.identity = identity;
        this.arrivals = arrivals;
        this.unitOfWork = unitOfWork;
        this.registry = registry;
    }

    /// Takes one message in.
    ///
    /// @return whether its transaction committed, so that it may be acknowledged
    boolean take(PubsubMessage message) {
        CrashPoints.reached("message-received");
        try {
            count(taken(message));
            return true;
        } catch (RuntimeException failed) {
            count("failed");
            LOG.warnf(
                    "message not taken, will be delivered again source=%s messageId=%s reason=\"%s\"",
                    source, message.getMessageId(), failed);
            LOG.debug("message not taken", failed);
            return false;
        }
    }

    /// @return what became of it, for the counter
    private String taken(PubsubMessage message) {
        String payload = message.getData().toStringUtf8();
        String id = identity.apply(message);
        try {
            return publish(id, SubscriptionMessage.read(source, id, payload, message.getAttributesMap(), at(message)));
        } catch (UnreadableCall unreadable) {
            LOG.warnf(
                    "message refused source=%s messageId=%s reason=\"%s\"",
                    source, message.getMessageId(), unreadable.reason());
            unitOfWork.run(_ -> arrivals.refuse(source, id, unreadable.reason(), payload));
            return "refused";
        }
    }

    private static Instant at(PubsubMessage message) {
        return Instant.ofEpochSecond(
                message.getPublishTime().getSeconds(), message.getPublishTime().getNanos());
    }

    private String publish(String id, TriggerEvent event) {
        return unitOfWork.call(outbox -> {
            if (!arrivals.take(source, id)) {
                return "repeated";
            }
            outbox.send(event);
            return "taken";
        });
    }

    private void count(String result) {
        registry.counter("gennaker.pubsub.messages", "result", result).increment();
    }
}
