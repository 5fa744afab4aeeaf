package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How fast one API server is asked: never faster than its rate, and not at all while it has asked for a pause.
final class Pace implements Interceptor {
    private static final int TOO_MANY = 429;
    private static final long BURST = Duration.ofSeconds(1).toNanos();
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private volatile int rate;
    /// When the next request would be due if all were evenly spread.
    private final AtomicLong due = new AtomicLong(System.nanoTime() - BURST);
    private final AtomicLong pausedUntil = new AtomicLong(System.nanoTime());
    private final AtomicLong requests = new AtomicLong();

    Pace(int requestsPerSecond) {
        rate = requestsPerSecond;
    }

    int rate() {
        return rate;
    }

    /// Counts from the next request on.
    void rate(int requestsPerSecond) {
        rate = requestsPerSecond;
    }

    /// Waits for the turn of one request: as many as come in a second may come at once.
    void await() {
        long now = System.nanoTime();
        long between = BURST / rate;
        long turn = due.updateAndGet(last -> Math.max(last, now - BURST) + between);
        long wait = turn - now;
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }

    /// How long the server has asked not to be asked.
    Optional<Duration> pause() {
        long left = pausedUntil.get() - System.nanoTime();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /// All requests so far, those of watches included.
    long requests() {
        return requests.get();
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        requests.incrementAndGet();
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        if (response.code() == TOO_MANY) {
            seconds(response.header("Retry-After")).ifPresent(this::pauseFor);
        }
        // Tasks try again themselves, and say so.
        return CompletableFuture.completedFuture(false);
    }

    private void pauseFor(Duration pause) {
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        long until = System.nanoTime() + bounded.toNanos();
        pausedUntil.accumulateAndGet(until, Math::max);
    }

    private static Optional<Duration> seconds(@Nullable String header) {
        return header == null || !header.strip().matches("\\d{1,6}")
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
    }
}
