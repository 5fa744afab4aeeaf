package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.access.Applications;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;

/// Live updates as server-sent events: a snapshot first, then a new one after each change. A reader that is slow skips
/// what it missed, because each event is whole.
@Path("/api")
@Blocking
public class LiveResource {
    private static final int LIST_LENGTH = 30;

    private final Views views;
    private final LiveStreams streams;
    private final Caller caller;

    LiveResource(Views views, LiveStreams streams, Caller caller) {
        this.views = views;
        this.streams = streams;
        this.caller = caller;
    }

    /// The newest executions, again after each change.
    @Needs(Permission.VIEW)
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> list(@Context Sse sse) {
        Applications visible = caller.visible();
        return streams.open(
                sse,
                subject -> !subject.startsWith(ChangeFeed.ANSWER)
                        && !subject.startsWith(ChangeFeed.GRAPH)
                        && !subject.equals(ChangeFeed.HEALTH)
                        && !subject.equals(ChangeFeed.DEFINITIONS),
                () -> Optional.of(views.executions(null, null, null, visible, LIST_LENGTH)));
    }

    /// One execution, again after each change; an execution that is not known yet is awaited.
    @Needs(Permission.VIEW)
    @GET
    @Path("/executions/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> one(@PathParam("id") String id, @Context Sse sse) {
        Applications visible = caller.visible();
        return streams.open(
                sse,
                subject -> subject.equals(id) || subject.equals(ChangeFeed.EVERYTHING),
                () -> views.execution(id).filter(found -> visible.contain(found.application())));
    }
}
