package io.gennaker.cli.connect;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.gennaker.cli.connect.Integrations.PubSub;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;

/// The subscription of a project on the topic to which its registries publish. Both are made where they are missing;
/// one that is on another topic is nobody's to change.
final class PubSubSetup {
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(15);
    /// Longer than the trigger service needs for what it pulls at once.
    private static final int ACKNOWLEDGE_WITHIN = 60;
    private static final int KEEP_FOR = 7 * 24 * 3600;

    private final PubSub settings;

    PubSubSetup(PubSub settings) {
        this.settings = settings;
    }

    Outcome.Done connect(String project, boolean dryRun) {
        TopicName topic = TopicName.of(project, settings.topic());
        SubscriptionName name = SubscriptionName.of(project, settings.subscription());
        try (TopicAdminClient topics = TopicAdminClient.create(topicSettings());
                SubscriptionAdminClient subscriptions = SubscriptionAdminClient.create(subscriptionSettings())) {
            Change change = topic(topics, topic, dryRun).and(subscription(subscriptions, name, topic, dryRun));
            return new Outcome.Done(change, settings.subscription() + " on topic " + settings.topic());
        } catch (ApiException refused) {
            throw new NotWorking(refused.getStatusCode().getCode() + ": " + refused.getMessage());
        } catch (IOException noCredentials) {
            throw new NotWorking("no credentials of Google's: " + noCredentials.getMessage());
        }
    }

    private static Change topic(TopicAdminClient topics, TopicName topic, boolean dryRun) {
        try {
            topics.getTopic(topic);
            return Change.UNCHANGED;
        } catch (NotFoundException missing) {
            if (!dryRun) {
                topics.createTopic(topic);
            }
            return Change.CREATED;
        }
    }

    private static Change subscription(
            SubscriptionAdminClient subscriptions, SubscriptionName name, TopicName topic, boolean dryRun) {
        try {
            String there = subscriptions.getSubscription(name).getTopic();
            if (!there.equals(topic.toString())) {
                throw new NotWorking(
                        "found " + name + " on " + there + ", must be on " + topic + "; name another subscription");
            }
            return Change.UNCHANGED;
        } catch (NotFoundException missing) {
            if (!dryRun) {
                subscriptions.createSubscription(wanted(name, topic));
            }
            return Change.CREATED;
        }
    }

    /// One that stays, however long nothing is pushed: usual ones go after a month.
    private static Subscription wanted(SubscriptionName name, TopicName topic) {
        return Subscription.newBuilder()
                .setName(name.toString())
                .setTopic(topic.toString())
                .setAckDeadlineSeconds(ACKNOWLEDGE_WITHIN)
                .setMessageRetentionDuration(Duration.newBuilder().setSeconds(KEEP_FOR))
                .setExpirationPolicy(ExpirationPolicy.getDefaultInstance())
                .build();
    }

    private TopicAdminSettings topicSettings() throws IOException {
        var builder = TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(transport())
                .setCredentialsProvider(credentials());
        builder.getTopicSettings().setSimpleTimeoutNoRetriesDuration(PATIENCE);
        builder.createTopicSettings().setSimpleTimeoutNoRetriesDuration(PATIENCE);
        return builder.build();
    }

    private SubscriptionAdminSettings subscriptionSettings() throws IOException {
        var builder = SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(transport())
                .setCredentialsProvider(credentials());
        builder.getSubscriptionSettings().setSimpleTimeoutNoRetriesDuration(PATIENCE);
        builder.createSubscriptionSettings().setSimpleTimeoutNoRetriesDuration(PATIENCE);
        return builder.build();
    }

    private CredentialsProvider credentials() {
        return settings.emulatorHost() == null
                ? SubscriptionAdminSettings.defaultCredentialsProviderBuilder().build()
                : NoCredentialsProvider.create();
    }

    private TransportChannelProvider transport() {
        InstantiatingGrpcChannelProvider.Builder transport =
                SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder();
        if (settings.emulatorHost() != null) {
            transport.setEndpoint(settings.emulatorHost()).setChannelConfigurator(ManagedChannelBuilder::usePlaintext);
        }
        return transport.build();
    }
}
