package io.gennaker.trigger.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.SubscriberGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.concurrent.TimeUnit;

/// Publishes as a registry does, over the API.
public final class PubSubClient implements AutoCloseable {
    public static final String PROJECT = "acme";
    public static final String SUBSCRIPTION = "gennaker-gcr";
    public static final String TOPIC = "gcr";

    private final ManagedChannel channel;

    public PubSubClient(String host) {
        this.channel = ManagedChannelBuilder.forTarget(host).usePlaintext().build();
    }

    /// @return the message's id
    public String publish(String payload) {
        return publish(PROJECT, payload);
    }

    /// In any project.
    String publish(String project, String payload) {
        return PublisherGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .publish(PublishRequest.newBuilder()
                        .setTopic("projects/" + project + "/topics/" + TOPIC)
                        .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(payload)))
                        .build())
                .getMessageIds(0);
    }

    /// How many messages the subscription would deliver now.
    @SuppressWarnings("deprecation")
    int waiting() {
        return SubscriberGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .pull(PullRequest.newBuilder()
                        .setSubscription("projects/" + PROJECT + "/subscriptions/" + SUBSCRIPTION)
                        .setReturnImmediately(true)
                        .setMaxMessages(10)
                        .build())
                .getReceivedMessagesCount();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
