package io.gennaker.trigger.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The calls by which one subscription is pulled: each pull is a call of its own, which the server holds until it has
/// messages.
///
/// Not the library's `Subscriber`: it keeps one stream, asks over it for a sign of life every 30 s, and renews it when
/// none comes. Google's emulator (0.8.20) never gives one, and hands messages to streams that are gone.
///
/// One thread pulls. [#cancel] may come from any other.
final class PulledSubscription implements AutoCloseable {
    /// Few, so that all are dealt with long before the shortest deadline that a subscription can have, 10 s.
    private static final int AT_ONCE = 20;
    /// A server answers before that, empty if need be; a connection that died unseen does not.
    private static final Duration LONGEST_PULL = Duration.ofSeconds(60);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

    private final String subscription;
    private final SubscriberStub stub;
    private volatile @Nullable ApiFuture<PullResponse> waiting;
    private volatile boolean cancelled;

    PulledSubscription(ProjectSubscriptionName name, TransportChannelProvider transport, CredentialsProvider access)
            throws IOException {
        this.subscription = name.toString();
        this.stub = GrpcSubscriberStub.create(settings(transport, access));
    }

    private static SubscriberStubSettings settings(TransportChannelProvider transport, CredentialsProvider access)
            throws IOException {
        SubscriberStubSettings.Builder settings = SubscriberStubSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(access);
        // The library would try again for a minute, and nobody would see why nothing comes; the caller tries again.
        settings.pullSettings().setSimpleTimeoutNoRetriesDuration(LONGEST_PULL);
        settings.acknowledgeSettings().setSimpleTimeoutNoRetriesDuration(LONGEST_CALL);
        settings.modifyAckDeadlineSettings().setSimpleTimeoutNoRetriesDuration(LONGEST_CALL);
        return settings.build();
    }

    /// Messages that are there now: shows at once whether the subscription can be pulled.
    ///
    /// @return none also after [#cancel]
    /// @throws RuntimeException what the server or the connection says
    @SuppressWarnings("deprecation") // meant against polling in this way; this is one call for each connection
    List<ReceivedMessage> pullNow() throws InterruptedException {
        return pull(request().setReturnImmediately(true).build(), LONGEST_CALL);
    }

    /// Waits for messages.
    ///
    /// @return none when none came for long, or after [#cancel]
    /// @throws RuntimeException what the server or the connection says
    List<ReceivedMessage> pull() throws InterruptedException {
        try {
            return pull(request().build(), LONGEST_PULL);
        } catch (DeadlineExceededException silent) {
            return pullNow();
        }
    }

    private PullRequest.Builder request() {
        return PullRequest.newBuilder().setSubscription(subscription).setMaxMessages(AT_ONCE);
    }

    private List<ReceivedMessage> pull(PullRequest request, Duration longest) throws InterruptedException {
        var context = GrpcCallContext.createDefault().withTimeoutDuration(longest);
        ApiFuture<PullResponse> answer = stub.pullCallable().futureCall(request, context);
        waiting = answer;
        if (cancelled) {
            answer.cancel(true);
        }
        try {
            return answer.get().getReceivedMessagesList();
        } catch (CancellationException ended) {
            return List.of();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException said ? said : new IllegalStateException(failed);
        }
    }

    /// Tells the server that these are dealt with.
    void acknowledge(List<String> ackIds) {
        if (!ackIds.isEmpty()) {
            stub.acknowledgeCallable()
                    .call(AcknowledgeRequest.newBuilder()
                            .setSubscription(subscription)
                            .addAllAckIds(ackIds)
                            .build());
        }
    }

    /// Has these delivered again, here or to another replica.
    void giveBack(List<String> ackIds) {
        if (!ackIds.isEmpty()) {
            stub.modifyAckDeadlineCallable()
                    .call(ModifyAckDeadlineRequest.newBuilder()
                            .setSubscription(subscription)
                            .setAckDeadlineSeconds(0)
                            .addAllAckIds(ackIds)
                            .build());
        }
    }

    /// Ends a waiting pull, and every later one.
    void cancel() {
        cancelled = true;
        ApiFuture<PullResponse> answer = waiting;
        if (answer != null) {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        stub.close();
    }
}
