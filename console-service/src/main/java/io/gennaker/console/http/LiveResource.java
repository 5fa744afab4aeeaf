package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.access.Applications;
import io.gennaker.contracts.access.Permission;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Live updates as server-sent events: a snapshot first, then a new one after each change. A reader that is slow skips
/// what it missed, because each event is whole.
@Path("/api")
@Blocking
@Startup // its gauge is there before its first reader
public class LiveResource {
    private static final int MOST_READERS = 500;
    private static final int LIST_LENGTH = 30;

    private final Views views;
    private final ChangeFeed changes;
    private final Caller caller;
    private final Duration heartbeat;
    private final AtomicInteger readers = new AtomicInteger();

    LiveResource(
            Views views,
            ChangeFeed changes,
            Caller caller,
            MeterRegistry meters,
            @ConfigProperty(name = "gennaker.console.heartbeat", defaultValue = "15s") Duration heartbeat) {
        this.views = views;
        this.changes = changes;
        this.caller = caller;
        this.heartbeat = heartbeat;
        meters.gauge("gennaker.console.live.readers", readers);
    }

    /// The newest executions, again after each change.
    @Needs(Permission.VIEW)
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> list(@Context Sse sse) {
        Applications visible = caller.visible();
        return live(
                sse,
                subject -> !subject.startsWith(ChangeFeed.ANSWER) && !subject.equals(ChangeFeed.DEFINITIONS),
                () -> Optional.of(views.executions(null, null, null, visible, LIST_LENGTH)));
    }

    /// One execution, again after each change; an execution that is not known yet is awaited.
    @Needs(Permission.VIEW)
    @GET
    @Path("/executions/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> one(@PathParam("id") String id, @Context Sse sse) {
        Applications visible = caller.visible();
        return live(
                sse,
                subject -> subject.equals(id) || subject.equals(ChangeFeed.EVERYTHING),
                () -> views.execution(id).filter(found -> visible.contain(found.application())));
    }

    private Multi<OutboundSseEvent> live(
            Sse sse, Predicate<String> concerns, Supplier<? extends Optional<?>> snapshot) {
        if (readers.incrementAndGet() > MOST_READERS) {
            readers.decrementAndGet();
            throw Problem.exception(503, "too-many-readers", "at most " + MOST_READERS + " live readers are served");
        }
        Multi<OutboundSseEvent> snapshots = Multi.createFrom()
                .<Object>emitter(emitter -> feed(emitter, concerns, snapshot), BackPressureStrategy.LATEST)
                .map(view -> sse.newEventBuilder()
                        .name("snapshot")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(view)
                        .build());
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .every(heartbeat)
                .onOverflow()
                .drop()
                .map(_ -> sse.newEventBuilder().comment("alive").build());
        // One at a time: what waits for a slow reader is replaced, not queued.
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(snapshots, heartbeats)
                .onTermination()
                .invoke(() -> readers.decrementAndGet());
    }

    /// Reads a snapshot at the start and after changes, on a thread of its own: changes that come while one is read
    /// lead to
    /// one more reading, not to one each.
    private void feed(
            MultiEmitter<? super Object> emitter,
            Predicate<String> concerns,
            Supplier<? extends Optional<?>> snapshot) {
        var changed = new Semaphore(1);
        Runnable end = changes.listen(subject -> {
            if (concerns.test(subject)) {
                changed.release();
            }
        });
        Thread.ofVirtual().name("live-reader").start(() -> {
            try {
                changed.acquire();
                while (!emitter.isCancelled()) {
                    changed.drainPermits();
                    snapshot.get().ifPresent(emitter::emit);
                    changed.acquire();
                }
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
}
