package io.gennaker.trigger.http;

import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.trigger.matching.Intake;
import io.gennaker.trigger.matching.Taken;
import io.gennaker.trigger.source.Call;
import io.gennaker.trigger.source.Reading;
import io.gennaker.trigger.source.UnreadableCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Where systems outside call. The answer comes after what they said is kept, and says what became of it.
@Path("/webhooks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class WebhooksResource {
    private static final Logger LOG = Logger.getLogger(WebhooksResource.class);

    private final Map<String, Caller> callers = new TreeMap<>();
    private final Intake intake;
    private final InstantSource clock;
    private final MeterRegistry registry;

    WebhooksResource(SourcesConfig config, Intake intake, InstantSource clock, MeterRegistry registry) {
        config.sources().forEach((name, source) -> callers.put(name, Caller.of(name, source)));
        this.intake = intake;
        this.clock = clock;
        this.registry = registry;
    }

    /// A mistake in the configuration shows at the start.
    void start(@Observes StartupEvent event) {
        LOG.debugf("webhooks answered sources=%s", callers.keySet());
    }

    /// What became of a call.
    public record Answer(String source, List<Outcome> events, List<String> ignored) {}

    /// What became of one event.
    ///
    /// @param event under which it can be explained and taken once more
    /// @param repeated whether it had come before, and has no effect again
    public record Outcome(String event, String subject, boolean repeated, List<TriggerLine> outcomes, int omitted) {}

    @POST
    @Path("/{source}")
    @Consumes(MediaType.WILDCARD)
    @Blocking
    public Response call(
            @PathParam("source") String source,
            @QueryParam("token") @Nullable String token,
            @Context HttpHeaders headers,
            byte[] body) {
        Caller caller = callers.get(source);
        if (caller == null) {
            return refused("unknown", 404, "there is no webhook of this name");
        }
        Map<String, String> known = known(headers);
        try {
            if (!caller.proves(known, token, body)) {
                return refused(source, 401, "the call does not show that it comes from this source");
            }
            if (!caller.limit().passes(System.nanoTime())) {
                return refused(
                        source, 429, "too many calls; gennaker.webhooks." + source + ".rate says how many a second");
            }
            Reading reading = caller.kind()
                    .read(new Call(
                            source, caller.host(), known, new String(body, StandardCharsets.UTF_8), clock.instant()));
            return answered(source, reading);
        } catch (UnreadableCall unreadable) {
            return refused(source, 400, unreadable.reason());
        } catch (IllegalArgumentException unmatchable) {
            return refused(source, 400, String.valueOf(unmatchable.getMessage()));
        } catch (IOException secret) {
            LOG.errorf("secret of a webhook not read source=%s reason=\"%s\"", source, secret);
            return refused(
                    source, 503, "what proves this source, its secret or keys, cannot be read here; call again later");
        } catch (RuntimeException failed) {
            // What is thrown on is logged with the whole address, whose query may hold the secret.
            LOG.errorf(failed, "call not taken source=%s", source);
            return refused(source, 503, "what was said could not be kept here; call again later");
        }
    }

    /// Each event in a transaction of its own: a call that fails halfway comes again, and what was taken is repeated.
    private Response answered(String source, Reading reading) {
        var events = new ArrayList<Outcome>();
        for (TriggerEvent fact : reading.facts()) {
            Taken taken = intake.take(fact);
            count(source, taken.repeated() ? "repeated" : "taken");
            events.add(new Outcome(
                    taken.event().event(),
                    taken.event().subject(),
                    taken.repeated(),
                    taken.event().explanation().outcomes(),
                    taken.event().explanation().omitted()));
        }
        if (events.isEmpty()) {
            count(source, "ignored");
        }
        return Response.ok(new Answer(source, events, reading.ignored())).build();
    }

    private Response refused(String source, int status, String error) {
        count(source, "refused");
        LOG.debugf("call refused source=%s status=%d reason=\"%s\"", source, status, error);
        Response.ResponseBuilder response = Response.status(status).entity(new EventsResource.Problem(error));
        return status == 429 ? response.header("Retry-After", 1).build() : response.build();
    }

    private void count(String source, String result) {
        registry.counter("gennaker.webhooks.calls", "source", source, "result", result)
                .increment();
    }

    private static Map<String, String> known(HttpHeaders headers) {
        var known = new HashMap<String, String>();
        headers.getRequestHeaders()
                .forEach((name, values) -> known.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return known;
    }
}
