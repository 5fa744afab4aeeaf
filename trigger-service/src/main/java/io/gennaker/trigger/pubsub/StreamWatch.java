package io.gennaker.trigger.pubsub;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.function.Consumer;

/// Sees when the stream of messages is connected, and when and why it ends.
final class StreamWatch implements ClientInterceptor {
    private static final String STREAM = "google.pubsub.v1.Subscriber/StreamingPull";

    private final Runnable opened;
    private final Consumer<Status> closed;

    StreamWatch(Runnable opened, Consumer<Status> closed) {
        this.opened = opened;
        this.closed = closed;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        return method.getFullMethodName().equals(STREAM) ? watched(call) : call;
    }

    private <Q, A> ClientCall<Q, A> watched(ClientCall<Q, A> call) {
        return new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Watching<>(listener), headers);
            }
        };
    }

    private final class Watching<A> extends SimpleForwardingClientCallListener<A> {
        private boolean open;

        Watching(ClientCall.Listener<A> listener) {
            super(listener);
        }

        /// Comes when the stream has a connection, and again whenever it can take more.
        @Override
        public void onReady() {
            if (!open) {
                open = true;
                opened.run();
            }
            super.onReady();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            closed.accept(status);
            super.onClose(status, trailers);
        }
    }
}
