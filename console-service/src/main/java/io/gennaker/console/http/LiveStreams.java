package io.gennaker.console.http;

import io.gennaker.console.access.Tokens;
import io.gennaker.console.view.ChangeFeed;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Streams of snapshots: one first, then a new one after each change that concerns it.
@Singleton
@Startup // its gauge is there before its first reader
class LiveStreams {
    private static final int MOST_READERS = 500;

    private final ChangeFeed changes;
    private final Tokens tokens;
    private final Caller caller;
    private final Clock clock;
    private final Duration heartbeat;
    private final AtomicInteger readers = new AtomicInteger();

    LiveStreams(
            ChangeFeed changes,
            Tokens tokens,
            Caller caller,
            Clock clock,
            MeterRegistry meters,
            @ConfigProperty(name = "gennaker.console.heartbeat", defaultValue = "15s") Duration heartbeat) {
        this.changes = changes;
        this.tokens = tokens;
        this.caller = caller;
        this.clock = clock;
        this.heartbeat = heartbeat;
        meters.gauge("gennaker.console.live.readers", readers);
    }

    Multi<OutboundSseEvent> open(Sse sse, Predicate<String> concerns, Supplier<? extends Optional<?>> snapshot) {
        return open(sse, concerns, snapshot, Optional::empty);
    }

    /// @param aged what is sent in place of a sign of life, where time alone changed it; else empty
    Multi<OutboundSseEvent> open(
            Sse sse,
            Predicate<String> concerns,
            Supplier<? extends Optional<?>> snapshot,
            Supplier<? extends Optional<?>> aged) {
        if (readers.get() >= MOST_READERS) {
            throw Problem.exception(503, "too-many-readers", "at most " + MOST_READERS + " live readers are served");
        }
        var reader = new Reader(sse, concerns, snapshot, aged, caller.login().token());
        // What waits for a slow reader is replaced, not queued. One that left before its stream began never subscribes,
        // so nothing may be counted or started for it here.
        return Multi.createFrom()
                .<OutboundSseEvent>emitter(emitter -> feed(emitter, reader), BackPressureStrategy.LATEST)
                .onSubscription()
                .invoke(() -> readers.incrementAndGet())
                .onTermination()
                .invoke(() -> readers.decrementAndGet());
    }

    /// @param token id of the token that it came with
    private record Reader(
            Sse sse,
            Predicate<String> concerns,
            Supplier<? extends Optional<?>> snapshot,
            Supplier<? extends Optional<?>> aged,
            String token) {
        boolean minds(String subject) {
            return subject.equals(ChangeFeed.TOKENS) || concerns.test(subject);
        }

        OutboundSseEvent event(Object view) {
            return sse.newEventBuilder()
                    .name("snapshot")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(view)
                    .build();
        }

        OutboundSseEvent signOfLife() {
            return sse.newEventBuilder().comment("alive").build();
        }
    }

    /// Reads a snapshot at the start and after changes, on a thread of its own: changes that come while one is read
    /// lead to one more reading, not to one each.
    private void feed(MultiEmitter<? super OutboundSseEvent> emitter, Reader reader) {
        if (readers.get() > MOST_READERS) {
            // of several that were let in at once; asked again, it is told why
            emitter.complete();
            return;
        }
        var changed = new Semaphore(0);
        Runnable end = changes.listen(subject -> {
            if (reader.minds(subject)) {
                changed.release();
            }
        });
        Thread.ofVirtual().name("live-reader").start(() -> {
            try {
                feed(emitter, reader, changed);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                emitter.fail(failed);
            }
        });
        emitter.onTermination(() -> {
            end.run();
            // Not interrupted: that would take the database's connection with it.
            changed.release();
        });
    }

    /// Until the reader goes, or the token no longer opens anything.
    private void feed(MultiEmitter<? super OutboundSseEvent> emitter, Reader reader, Semaphore changed)
            throws InterruptedException {
        boolean look = true;
        while (!emitter.isCancelled() && tokens.isInForce(reader.token(), clock.instant())) {
            if (look) {
                changed.drainPermits();
            }
            Optional<?> seen = look ? reader.snapshot().get() : reader.aged().get();
            if (seen.isPresent()) {
                emitter.emit(reader.event(seen.get()));
            } else if (!look && emitter.requested() > 0) {
                // never in place of a snapshot that waits
                emitter.emit(reader.signOfLife());
            }
            look = changed.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        }
        emitter.complete();
    }
}
