package io.gennaker.outbox.testing;

import io.smallrye.reactive.messaging.kafka.KafkaCDIEvents;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Events of the connector that nobody observes.
final class Unheard extends KafkaCDIEvents {
    @Override
    public Event<Consumer<?, ?>> consumer() {
        return new Nothing<>();
    }

    @Override
    public Event<Producer<?, ?>> producer() {
        return new Nothing<>();
    }

    private record Nothing<T>() implements Event<T> {
        @Override
        public void fire(T event) {
            // nobody listens
        }

        @Override
        public <U extends T> CompletionStage<U> fireAsync(U event) {
            return CompletableFuture.completedFuture(event);
        }

        @Override
        public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
            return CompletableFuture.completedFuture(event);
        }

        @Override
        public Event<T> select(Annotation... qualifiers) {
            return this;
        }

        @Override
        public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException("by type " + subtype);
        }

        @Override
        public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException("by type " + subtype);
        }
    }
}
