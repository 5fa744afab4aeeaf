package io.gennaker.trigger.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.TopicName;
import java.io.IOException;
import org.jboss.logging.Logger;

/// Topic and subscription at an emulator, which starts empty. At Google's they are made by those who own the project.
final class EmulatorSubscription {
    private static final Logger LOG = Logger.getLogger(EmulatorSubscription.class);
    private static final int ACK_DEADLINE_SECONDS = 10;

    private EmulatorSubscription() {}

    static void ensure(ProjectSubscriptionName name, String topicName, TransportChannelProvider transport)
            throws IOException {
        TopicName topic = TopicName.of(name.getProject(), topicName);
        try (TopicAdminClient topics = TopicAdminClient.create(TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build())) {
            topics.createTopic(topic);
        } catch (AlreadyExistsException there) {
            LOG.debugf("topic is there topic=%s", topic);
        }
        try (SubscriptionAdminClient subscriptions = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build())) {
            subscriptions.createSubscription(name, topic, PushConfig.getDefaultInstance(), ACK_DEADLINE_SECONDS);
        } catch (AlreadyExistsException there) {
            LOG.debugf("subscription is there subscription=%s", name);
        }
    }
}
