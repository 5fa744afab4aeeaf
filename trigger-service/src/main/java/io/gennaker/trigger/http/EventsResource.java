package io.gennaker.trigger.http;

import io.gennaker.trigger.matching.TakenEvent;
import io.gennaker.trigger.matching.TakenEvents;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came in, newest first, and which pipelines it started, did not start, and why.
///
/// `GET /events?limit=20&before=ID` gives the events before that one, `GET /events/ID` one.
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
    private static final int USUAL = 20;
    private static final int MOST = 200;

    private final TakenEvents events;

    EventsResource(TakenEvents events) {
        this.events = events;
    }

    /// Why a request was not answered.
    public record Problem(String error) {}

    @GET
    @Blocking
    public List<TakenEvent> events(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @Nullable String limit) {
        return events.before(
                number("before", before, Long.MAX_VALUE, Long.MAX_VALUE),
                Math.toIntExact(number("limit", limit, MOST, USUAL)));
    }

    @GET
    @Path("/{id}")
    @Blocking
    public TakenEvent event(@PathParam("id") String id) {
        return events.find(id)
                .orElseThrow(() -> new NotFoundException(problem(
                        404, "there is no event '" + excerpt(id) + "'; it may have been removed after its retention")));
    }

    private static long number(String name, @Nullable String text, long most, long usual) {
        if (text == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadRequestException(
                problem(400, name + " is '" + excerpt(text) + "'; allowed are whole numbers from 1 to " + most));
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static Response problem(int status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(error))
                .build();
    }
}
