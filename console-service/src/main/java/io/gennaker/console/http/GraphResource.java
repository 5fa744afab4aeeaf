package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.GraphView;
import io.gennaker.console.view.GraphView.Place;
import io.gennaker.console.view.Graphs;
import io.gennaker.contracts.GraphCommand;
import io.gennaker.contracts.access.Applications;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Who calls whom in a namespace to which was delivered. While somebody follows it, the analysis service is asked to
/// look.
@Path("/api/graph")
@Blocking
public class GraphResource {
    private static final Logger LOG = Logger.getLogger(GraphResource.class);
    private static final Duration BETWEEN_WATCHES = Duration.ofSeconds(30);

    private final Graphs graphs;
    private final LiveStreams streams;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;

    GraphResource(Graphs graphs, LiveStreams streams, UnitOfWork unitOfWork, Caller caller, Clock clock) {
        this.graphs = graphs;
        this.streams = streams;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
    }

    @Needs(Permission.VIEW)
    @GET
    @Path("/places")
    public List<Place> places() {
        return graphs.places(caller.visible());
    }

    /// As it was seen last.
    @Needs(Permission.VIEW)
    @GET
    public GraphView graph(
            @QueryParam("cluster") @Nullable String cluster, @QueryParam("namespace") @Nullable String namespace) {
        Place place = known(cluster, namespace);
        return graphs.find(place, caller.visible())
                .orElseThrow(() -> Problem.exception(
                        404, "not-found", "nobody has looked at " + place.cluster() + "/" + place.namespace()));
    }

    /// As it was seen last, and again after each look.
    @Needs(Permission.VIEW)
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> follow(
            @QueryParam("cluster") @Nullable String cluster,
            @QueryParam("namespace") @Nullable String namespace,
            @Context Sse sse) {
        Place place = known(cluster, namespace);
        Applications visible = caller.visible();
        String subject = ChangeFeed.GRAPH + place.cluster() + "/" + place.namespace();
        Multi<OutboundSseEvent> snapshots = streams.open(
                sse,
                changed -> changed.equals(subject) || changed.equals(ChangeFeed.EVERYTHING),
                () -> graphs.find(place, visible));
        // Not before somebody reads: who left before the stream began never ends it.
        return Multi.createFrom().deferred(() -> {
            Cancellable watching = watching(place);
            return snapshots.onTermination().invoke(watching::cancel);
        });
    }

    private Cancellable watching(Place place) {
        return Multi.createFrom()
                .ticks()
                .every(BETWEEN_WATCHES)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(_ -> watch(place));
    }

    private void watch(Place place) {
        try {
            var until = clock.instant().plus(BETWEEN_WATCHES.multipliedBy(2));
            unitOfWork.run(outbox -> outbox.send(new GraphCommand.Watch(place.cluster(), place.namespace(), until)));
        } catch (RuntimeException failed) {
            LOG.warnf("the graph is not looked at now, asking again later reason=\"%s\"", failed.getMessage());
        }
    }

    /// To others a place that is not theirs does not exist.
    private Place known(@Nullable String cluster, @Nullable String namespace) {
        if (cluster == null || namespace == null) {
            throw new IllegalArgumentException("cluster and namespace are needed; /api/graph/places has them");
        }
        var place = new Place(cluster, namespace);
        if (!graphs.isPlace(place, caller.visible())) {
            throw Problem.exception(404, "not-found", "nothing was delivered to " + cluster + "/" + namespace);
        }
        return place;
    }
}
