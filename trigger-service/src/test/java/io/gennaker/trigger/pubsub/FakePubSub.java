package io.gennaker.trigger.pubsub;

import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A server that speaks the API of Pub/Sub for one subscription: publish, streaming pull, acknowledge, give back.
///
/// A message is delivered until it is acknowledged: again when it is given back, and again when the stream that it was
/// delivered on ends, as after the deadline of a subscriber that died. What is kept survives [#stop] and [#start].
final class FakePubSub implements AutoCloseable {
    private final Map<String, PubsubMessage> kept = new LinkedHashMap<>();
    private final Map<String, Stream> delivered = new LinkedHashMap<>();
    private final Map<String, Integer> deliveries = new LinkedHashMap<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private final Set<String> subscriptions = new HashSet<>();
    private final List<Stream> streams = new ArrayList<>();
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

    /// Subscribers that are connected.
    synchronized int streams() {
        return streams.size();
    }

    private synchronized void deliver() {
        if (streams.isEmpty()) {
            return;
        }
        Stream stream = streams.getLast();
        kept.forEach((id, message) -> {
            if (delivered.putIfAbsent(id, stream) == null) {
                int attempt = deliveries.merge(id, 1, Integer::sum);
                stream.responses.onNext(StreamingPullResponse.newBuilder()
                        .addReceivedMessages(ReceivedMessage.newBuilder()
                                .setAckId(id + "#" + attempt)
                                .setMessage(message))
                        .build());
            }
        });
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
        ackIds.forEach(ackId -> delivered.remove(messageId(ackId)));
        deliver();
    }

    private synchronized void ended(Stream stream) {
        streams.remove(stream);
        delivered.values().removeIf(stream::equals);
        deliver();
    }

    private synchronized void opened(Stream stream) {
        streams.add(stream);
        deliver();
    }

    private synchronized String publish(PubsubMessage message) {
        String id = Integer.toString(1000 + kept.size() + acknowledged.size());
        Instant now = Instant.now();
        kept.put(
                id,
                message.toBuilder()
                        .setMessageId(id)
                        .setPublishTime(Timestamp.newBuilder()
                                .setSeconds(now.getEpochSecond())
                                .setNanos(now.getNano()))
                        .build());
        deliver();
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
                                    .map(FakePubSub.this::publish)
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
        public StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> responses) {
            return new Stream(responses);
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

    private final class Stream implements StreamObserver<StreamingPullRequest> {
        private final StreamObserver<StreamingPullResponse> responses;

        Stream(StreamObserver<StreamingPullResponse> responses) {
            this.responses = responses;
        }

        @Override
        public void onNext(StreamingPullRequest request) {
            // only the first request names the subscription
            if (!request.getSubscription().isEmpty()) {
                if (isThere(subscriptions, request.getSubscription())) {
                    opened(this);
                } else {
                    refuse(responses, Status.NOT_FOUND, request.getSubscription());
                }
            }
            acknowledge(request.getAckIdsList());
        }

        @Override
        public void onError(Throwable broken) {
            ended(this);
        }

        @Override
        public void onCompleted() {
            ended(this);
            responses.onCompleted();
        }
    }
}
