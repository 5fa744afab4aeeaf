package io.gennaker.trigger.pubsub;

import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.pubsub.v1.PubsubMessage;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Arrivals;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Turns messages into events on the bus. A message is acknowledged only after the transaction that holds its event has
/// committed: a crash before that lets Pub/Sub deliver it again, a crash after it finds the message noted.
final class RegistryMessages implements MessageReceiver {
    private static final Logger LOG = Logger.getLogger(RegistryMessages.class);
    private static final int RETRY_SECONDS = 1;

    private final String source;
    private final Arrivals arrivals;
    private final UnitOfWork unitOfWork;
    private final MeterRegistry registry;
    private final ScheduledExecutorService later;

    /// @param source names the subscription in events
    /// @param later gives back the messages that failed
    RegistryMessages(
            String source,
            Arrivals arrivals,
            UnitOfWork unitOfWork,
            MeterRegistry registry,
            ScheduledExecutorService later) {
        this.source = source;
        this.arrivals = arrivals;
        this.unitOfWork = unitOfWork;
        this.registry = registry;
        this.later = later;
    }

    @Override
    public void receiveMessage(PubsubMessage message, AckReplyConsumer reply) {
        try {
            count(take(message));
            reply.ack();
        } catch (RuntimeException failed) {
            count("failed");
            LOG.warnf(
                    "message not taken, will be delivered again source=%s messageId=%s reason=\"%s\"",
                    source, message.getMessageId(), failed);
            LOG.debug("message not taken", failed);
            giveBackSoon(reply);
        }
    }

    /// What is given back is delivered again at once: without a pause, a database that is away would make it spin.
    private void giveBackSoon(AckReplyConsumer reply) {
        try {
            later.schedule(reply::nack, RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException stopping) {
            reply.nack();
        }
    }

    /// @return what became of it, for the counter
    private String take(PubsubMessage message) {
        String payload = message.getData().toStringUtf8();
        try {
            return publish(message, RegistryMessage.parse(payload));
        } catch (RegistryMessage.Unreadable unreadable) {
            LOG.warnf(
                    "message refused source=%s messageId=%s reason=\"%s\"",
                    source, message.getMessageId(), unreadable.getMessage());
            unitOfWork.run(_ -> arrivals.refuse(source, message.getMessageId(), unreadable.getMessage(), payload));
            return "refused";
        }
    }

    private String publish(PubsubMessage message, RegistryMessage registryMessage) {
        var event = new TriggerEvent.ImageChanged(
                source,
                message.getMessageId(),
                registryMessage.action(),
                registryMessage.image(),
                message.getAttributesMap(),
                Instant.ofEpochSecond(
                        message.getPublishTime().getSeconds(),
                        message.getPublishTime().getNanos()));
        return unitOfWork.call(outbox -> {
            if (!arrivals.take(source, message.getMessageId())) {
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
