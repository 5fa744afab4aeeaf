package io.gennaker.trigger.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.TopicName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Topic and subscription at an emulator, which starts empty. At Google's they are made by those who own the project.
final class EmulatorSubscription {
    private static final Logger LOG = Logger.getLogger(EmulatorSubscription.class);
    private static final int ACK_DEADLINE_SECONDS = 10;
    /// The library would try for a minute, and nobody would see why nothing comes; the caller tries again, and says so.
    private static final Duration TRY_FOR = Duration.ofSeconds(5);

    private EmulatorSubscription() {}

    static void ensure(ProjectSubscriptionName name, String topicName, TransportChannelProvider transport)
            throws IOException {
        TopicName topic = TopicName.of(name.getProject(), topicName);
        try (TopicAdminClient topics = TopicAdminClient.create(topicSettings(transport))) {
            topics.createTopic(topic);
        } catch (AlreadyExistsException there) {
            LOG.debugf("topic is there topic=%s", topic);
        }
        try (SubscriptionAdminClient subscriptions = SubscriptionAdminClient.create(subscriptionSettings(transport))) {
            subscriptions.createSubscription(name, topic, PushConfig.getDefaultInstance(), ACK_DEADLINE_SECONDS);
        } catch (AlreadyExistsException there) {
            LOG.debugf("subscription is there subscription=%s", name);
        }
    }

    /// What names a message for good. An emulator keeps nothing and begins to count anew with each start, so that
    /// its own ids come again; the time of publishing does not.
    static String identity(PubsubMessage message) {
        Timestamp published = message.getPublishTime();
        return message.getMessageId() + "@" + Instant.ofEpochSecond(published.getSeconds(), published.getNanos());
    }

    private static TopicAdminSettings topicSettings(TransportChannelProvider transport) throws IOException {
        TopicAdminSettings.Builder settings = TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create());
        settings.createTopicSettings().setSimpleTimeoutNoRetriesDuration(TRY_FOR);
        return settings.build();
    }

    private static SubscriptionAdminSettings subscriptionSettings(TransportChannelProvider transport)
            throws IOException {
        SubscriptionAdminSettings.Builder settings = SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create());
        settings.createSubscriptionSettings().setSimpleTimeoutNoRetriesDuration(TRY_FOR);
        return settings.build();
    }
}
