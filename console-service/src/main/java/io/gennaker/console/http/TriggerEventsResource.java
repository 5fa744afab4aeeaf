package io.gennaker.console.http;

import io.gennaker.console.view.TriggerEvents;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.TriggerOutcome.EventTaken;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What came in from outside: list, explain, take once more.
@Path("/api/trigger-events")
@Blocking
public class TriggerEventsResource {
    private static final Logger LOG = Logger.getLogger(TriggerEventsResource.class);
    private static final int PAGE = 20;
    private static final Pattern ID = Pattern.compile("ev-[0-9a-f]{16}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

    private final TriggerEvents events;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;

    TriggerEventsResource(TriggerEvents events, UnitOfWork unitOfWork, Caller caller, Clock clock) {
        this.events = events;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param requestId makes the request repeatable; a new one each time when left out
    record EventReplayRequest(@Nullable String requestId) {}

    /// @param event that is taken once more
    record EventReplayed(String event, String requestId, String by) {}

    @Needs(Permission.VIEW)
    @GET
    public List<EventTaken> list(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @Nullable String limit) {
        if (before != null && !ID.matcher(before).matches()) {
            throw new IllegalArgumentException("before is '" + before + "'; allowed is the id of an event");
        }
        return events.list(before, caller.visible(), Given.limit(limit, PAGE));
    }

    @Needs(Permission.VIEW)
    @GET
    @Path("/{id}")
    public EventTaken one(@PathParam("id") String id) {
        return known(id);
    }

    /// Has the trigger service take an event once more: it is matched with the pipelines in force now, whatever
    /// application they are of.
    @Needs(Permission.OPERATE)
    @POST
    @Path("/{id}/replay")
    public Response replay(@PathParam("id") String id, @Nullable EventReplayRequest request) {
        caller.require(Permission.OPERATE, null);
        EventTaken event = known(id);
        String requestId = request == null || request.requestId() == null
                ? UUID.randomUUID().toString()
                : request.requestId();
        if (!REQUEST_ID.matcher(requestId).matches()) {
            throw new IllegalArgumentException("requestId must match " + REQUEST_ID.pattern());
        }
        unitOfWork.run(outbox ->
                outbox.send(new TriggerCommand.Replay(event.event(), requestId, caller.actor(), clock.instant())));
        LOG.infof(
                "An event is taken once more event=%s subject=\"%s\" user=%s",
                event.event(), event.subject(), caller.actor().user());
        return Response.accepted(new EventReplayed(
                        event.event(), requestId, caller.actor().user()))
                .build();
    }

    private EventTaken known(String id) {
        return (ID.matcher(id).matches() ? events.find(id, caller.visible()) : Optional.<EventTaken>empty())
                .orElseThrow(() -> Problem.exception(404, "not-found", "no event " + id));
    }
}
