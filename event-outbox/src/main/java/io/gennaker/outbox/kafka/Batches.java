package io.gennaker.outbox.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// A subscription from which one thread at a time takes polls. The channel may be a few polls ahead; then it pauses its
/// partitions.
final class Batches implements Flow.Subscriber<Message<ConsumerRecords<byte[], byte[]>>> {
    /// Bounds memory, with the size of a poll.
    private static final int AHEAD = 8;

    private sealed interface Arrival {
        record Poll(ConsumerRecords<byte[], byte[]> records) implements Arrival {}

        record End(@Nullable Throwable failure) implements Arrival {}
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /// Waits for the next poll, and takes with it those that have come meanwhile, up to `most` records together.
    ///
    /// @return empty when none came in time
    /// @throws IllegalStateException when the channel has ended: it is to be subscribed to anew
    List<ConsumerRecords<byte[], byte[]>> await(Duration longest, int most) throws InterruptedException {
        var polls = new ArrayList<ConsumerRecords<byte[], byte[]>>();
        int records = 0;
        var arrival = arrivals.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        while (arrival instanceof Arrival.Poll(var poll)) {
            polls.add(poll);
            records += poll.count();
            arrival = fits(arrivals.peek(), most - records) ? arrivals.poll() : null;
        }
        if (arrival instanceof Arrival.End(var failure)) {
            throw new IllegalStateException("the incoming channel has ended", failure);
        }
        return polls;
    }

    private static boolean fits(@Nullable Arrival next, int most) {
        return next instanceof Arrival.Poll(var poll) && poll.count() <= most;
    }

    /// Asks for as many more polls as were dealt with.
    void request(int polls) {
        var current = subscription;
        if (current != null) {
            current.request(polls);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(AHEAD);
    }

    @Override
    public void onNext(Message<ConsumerRecords<byte[], byte[]>> message) {
        arrivals.add(new Arrival.Poll(message.getPayload()));
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
