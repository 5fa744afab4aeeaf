package io.gennaker.console.http;

import io.gennaker.console.health.Health;
import io.gennaker.console.health.HealthLine;
import io.gennaker.console.view.ChangeFeed;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// How the services, the clusters and all that is talked to outside are.
@Path("/api/health")
@Blocking
public class HealthResource {
    private final Health health;
    private final LiveStreams streams;
    private final Clock clock;

    HealthResource(Health health, LiveStreams streams, Clock clock) {
        this.health = health;
        this.streams = streams;
        this.clock = clock;
    }

    @Needs(Permission.VIEW)
    @GET
    public List<HealthLine> lines() {
        return HealthLine.of(health.newest(), clock.instant());
    }

    /// Now, and again whenever somebody tells of something, or is not heard any more: of that nobody tells.
    @Needs(Permission.VIEW)
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> follow(@Context Sse sse) {
        var shown = new AtomicReference<List<HealthLine>>();
        return streams.open(
                sse,
                changed -> changed.equals(ChangeFeed.HEALTH) || changed.equals(ChangeFeed.EVERYTHING),
                () -> Optional.of(shown.updateAndGet(_ -> lines())),
                () -> {
                    List<HealthLine> now = lines();
                    return now.equals(shown.getAndSet(now)) ? Optional.empty() : Optional.of(now);
                });
    }
}
