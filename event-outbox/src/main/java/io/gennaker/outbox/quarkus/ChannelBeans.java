package io.gennaker.outbox.quarkus;

import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.kafka.KafkaChannels;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/// Where the connector looks for what the channels' properties do not say.
class ChannelBeans {
    @Produces
    @Singleton
    @Identifier(KafkaChannels.IN)
    Map<String, Object> incoming(OutboxConfiguration configuration, @Any Instance<MessageHandler> handler) {
        Set<Topic> topics = handler.isUnsatisfied() ? Set.of() : handler.get().topics();
        return configuration.kafka().incomingChannel(topics);
    }

    @Produces
    @Singleton
    @Identifier(KafkaChannels.OUT)
    Map<String, Object> outgoing(OutboxConfiguration configuration) {
        return configuration.kafka().outgoingChannel();
    }
}
