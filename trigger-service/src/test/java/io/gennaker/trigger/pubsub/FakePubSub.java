package io.gennaker.trigger.pubsub;

import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A server that speaks the API of Pub/Sub for one subscription in each project: publish, pull, acknowledge, give
/// back. It has no
/// streaming pull, which Google's emulator does not do well.
///
/// A message is delivered until it is acknowledged: again when it is given back, and again after the deadline, as when
/// a subscriber died. A pull waits for messages. What is kept survives [#stop] and [#start], but not [#beginAnew].
final class FakePubSub implements AutoCloseable {
    /// As long as the shortest of Google's.
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int FIRST_ID = 1000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Map<String, PubsubMessage> kept = new LinkedHashMap<>();
    private final Map<String, PubsubMessage> published = new HashMap<>();
    private final Map<String, String> projects = new HashMap<>();
    private final Map<String, Instant> deliveredUntil = new HashMap<>();
    private final Map<String, Integer> deliveries = new HashMap<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private final Set<String> subscriptions = new HashSet<>();
    private int nextId = FIRST_ID;
    private int pulls;
    private @Nullable Server server;
    private int port;

    /// Starts, or starts again on the port it had.
    FakePubSub start() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(new Publisher())
                    .addService(new Subscriber())
                    .build()
                    .start();
            port = server.getPort();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("no server on port " + port, e);
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /// Goes away, with every connection.
    void stop() throws InterruptedException {
        if (server != null) {
            server.shutdownNow().awaitTermination();
        }
    }

    synchronized List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized int deliveries(String messageId) {
        return deliveries.getOrDefault(messageId, 0);
    }

    /// Messages that are not acknowledged.
    synchronized int kept() {
        return kept.size();
    }

    /// Delivers messages once more that were acknowledged, in this order, as Pub/Sub may.
    synchronized void deliverAgain(List<String> ids) {
        ids.forEach(id -> {
            kept.put(id, published.get(id));
            deliveredUntil.remove(id);
        });
        notifyAll();
    }

    /// The subscriber's time to acknowledge what it has is over.
    synchronized void passDeadlines() {
        deliveredUntil.clear();
        notifyAll();
    }

    /// Pulls that came so far.
    synchronized int pulls() {
        return pulls;
    }

    /// Forgets everything, as an emulator does that is started again: also which ids it gave.
    synchronized void beginAnew() {
        kept.clear();
        deliveredUntil.clear();
        deliveries.clear();
        acknowledged.clear();
        topics.clear();
        subscriptions.clear();
        nextId = FIRST_ID;
    }

    /// What may be delivered now, once there is something or the wait is over.
    private synchronized List<ReceivedMessage> deliver(PullRequest request, Context call) throws InterruptedException {
        pulls++;
        Instant end = Instant.now().plus(isWaiting(request) ? LONGEST_WAIT : Duration.ZERO);
        var messages = due(request);
        while (messages.isEmpty() && Instant.now().isBefore(end) && !call.isCancelled()) {
            wait(100);
            messages = call.isCancelled() ? List.of() : due(request);
        }
        return messages;
    }

    @SuppressWarnings("deprecation")
    private static boolean isWaiting(PullRequest request) {
        return !request.getReturnImmediately();
    }

    private List<ReceivedMessage> due(PullRequest request) {
        Instant now = Instant.now();
        var due = kept.keySet().stream()
                .filter(id -> project(request.getSubscription()).equals(projects.get(id)))
                .filter(id -> !deliveredUntil.getOrDefault(id, Instant.MIN).isAfter(now))
                .limit(request.getMaxMessages())
                .toList();
        return due.stream().map(id -> delivery(id, now)).toList();
    }

    private ReceivedMessage delivery(String id, Instant now) {
        deliveredUntil.put(id, now.plus(DEADLINE));
        return ReceivedMessage.newBuilder()
                .setAckId(id + "#" + deliveries.merge(id, 1, Integer::sum))
                .setMessage(kept.get(id))
                .build();
    }

    private synchronized void acknowledge(List<String> ackIds) {
        for (String ackId : ackIds) {
            String id = messageId(ackId);
            if (kept.remove(id) != null) {
                acknowledged.add(id);
            }
        }
    }

    private synchronized void giveBack(List<String> ackIds) {
        ackIds.forEach(ackId -> deliveredUntil.remove(messageId(ackId)));
        notifyAll();
    }

    private static String project(String name) {
        return name.split("/")[1];
    }

    private synchronized String publish(String topic, PubsubMessage message) {
        String id = Integer.toString(nextId++);
        projects.put(id, project(topic));
        Instant now = Instant.now();
        var stamped = message.toBuilder()
                .setMessageId(id)
                .setPublishTime(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .build();
        kept.put(id, stamped);
        published.put(id, stamped);
        notifyAll();
        return id;
    }

    private static String messageId(String ackId) {
        return ackId.substring(0, ackId.indexOf('#'));
    }

    private synchronized boolean isNew(Set<String> names, String name) {
        return names.add(name);
    }

    private synchronized boolean isThere(Set<String> names, String name) {
        return names.contains(name);
    }

    private static <T> void answer(StreamObserver<T> observer, T answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }

    private static void refuse(StreamObserver<?> observer, Status status, String name) {
        observer.onError(status.withDescription(name).asRuntimeException());
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }

    private final class Publisher extends PublisherGrpc.PublisherImplBase {
        @Override
        public void createTopic(Topic topic, StreamObserver<Topic> observer) {
            if (isNew(topics, topic.getName())) {
                answer(observer, topic);
            } else {
                refuse(observer, Status.ALREADY_EXISTS, topic.getName());
            }
        }

        @Override
        public void publish(PublishRequest request, StreamObserver<PublishResponse> observer) {
            if (!isThere(topics, request.getTopic())) {
                refuse(observer, Status.NOT_FOUND, request.getTopic());
                return;
            }
            answer(
                    observer,
                    PublishResponse.newBuilder()
                            .addAllMessageIds(request.getMessagesList().stream()
                                    .map(message -> FakePubSub.this.publish(request.getTopic(), message))
                                    .toList())
                            .build());
        }
    }

    private final class Subscriber extends SubscriberGrpc.SubscriberImplBase {
        @Override
        public void createSubscription(Subscription subscription, StreamObserver<Subscription> observer) {
            if (isNew(subscriptions, subscription.getName())) {
                answer(observer, subscription);
            } else {
                refuse(observer, Status.ALREADY_EXISTS, subscription.getName());
            }
        }

        @Override
        public void pull(PullRequest request, StreamObserver<PullResponse> observer) {
            if (!isThere(subscriptions, request.getSubscription())) {
                refuse(observer, Status.NOT_FOUND, request.getSubscription());
                return;
            }
            try {
                answer(
                        observer,
                        PullResponse.newBuilder()
                                .addAllReceivedMessages(deliver(request, Context.current()))
                                .build());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                refuse(observer, Status.UNAVAILABLE, "stopped");
            }
        }

        @Override
        public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> observer) {
            FakePubSub.this.acknowledge(request.getAckIdsList());
            answer(observer, Empty.getDefaultInstance());
        }

        @Override
        public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> observer) {
            if (request.getAckDeadlineSeconds() == 0) {
                giveBack(request.getAckIdsList());
            }
            answer(observer, Empty.getDefaultInstance());
        }
    }
}
