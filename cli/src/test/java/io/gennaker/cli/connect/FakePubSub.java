package io.gennaker.cli.connect;

import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.PublisherGrpc;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The administration of Pub/Sub over its gRPC API.
public final class FakePubSub implements AutoCloseable {
    public final Map<String, Topic> topics = new ConcurrentHashMap<>();
    public final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Server server;

    public FakePubSub() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Publisher())
                .addService(new Subscriber())
                .build()
                .start();
    }

    public String host() {
        return "127.0.0.1:" + server.getPort();
    }

    private static <T> void answer(StreamObserver<T> observer, @Nullable T found, Status otherwise) {
        if (found == null) {
            observer.onError(otherwise.asRuntimeException());
        } else {
            observer.onNext(found);
            observer.onCompleted();
        }
    }

    private final class Publisher extends PublisherGrpc.PublisherImplBase {
        @Override
        public void getTopic(GetTopicRequest request, StreamObserver<Topic> observer) {
            answer(observer, topics.get(request.getTopic()), Status.NOT_FOUND);
        }

        @Override
        public void createTopic(Topic topic, StreamObserver<Topic> observer) {
            answer(observer, topics.putIfAbsent(topic.getName(), topic) == null ? topic : null, Status.ALREADY_EXISTS);
        }
    }

    private final class Subscriber extends SubscriberGrpc.SubscriberImplBase {
        @Override
        public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> observer) {
            answer(observer, subscriptions.get(request.getSubscription()), Status.NOT_FOUND);
        }

        @Override
        public void createSubscription(Subscription subscription, StreamObserver<Subscription> observer) {
            answer(
                    observer,
                    subscriptions.putIfAbsent(subscription.getName(), subscription) == null ? subscription : null,
                    Status.ALREADY_EXISTS);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
