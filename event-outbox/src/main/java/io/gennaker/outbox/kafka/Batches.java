package io.gennaker.outbox.kafka;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// A subscription from which one thread takes batches, one at a time: the next one is asked for when the one before is
/// done. Until then the channel holds a few batches and pauses its partitions.
final class Batches implements Flow.Subscriber<Message<ConsumerRecords<byte[], byte[]>>> {
    private sealed interface Arrival {
        record Batch(Message<ConsumerRecords<byte[], byte[]>> message) implements Arrival {}

        record End(@Nullable Throwable failure) implements Arrival {}
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /// Waits for the next batch.
    ///
    /// @return null when none came in time
    /// @throws IllegalStateException when the channel has ended: it is to be subscribed to anew
    @Nullable
    Message<ConsumerRecords<byte[], byte[]>> await(Duration longest) throws InterruptedException {
        var arrival = arrivals.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        return switch (arrival) {
            case null -> null;
            case Arrival.Batch batch -> batch.message();
            case Arrival.End end -> throw new IllegalStateException("the incoming channel has ended", end.failure());
        };
    }

    void requestNext() {
        var current = subscription;
        if (current != null) {
            current.request(1);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(1);
    }

    @Override
    public void onNext(Message<ConsumerRecords<byte[], byte[]>> message) {
        arrivals.add(new Arrival.Batch(message));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival.End(failure));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival.End(null));
    }
}
