package io.gennaker.console.http;

import io.gennaker.console.deadletter.DeadLetter;
import io.gennaker.console.deadletter.DeadLetters;
import io.gennaker.console.deadletter.Replay;
import io.gennaker.console.deadletter.ReplayDecision;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.Replays;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Dead letters: list, look at, send back to where they came from.
@Path("/api/dead-letters")
@Blocking
public class DeadLettersResource {
    private static final Logger LOG = Logger.getLogger(DeadLettersResource.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final int PAGE = 50;
    private static final int LONGEST_REQUEST_ID = 100;

    private final DeadLetters letters;
    private final Replays replays;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final String topicPrefix;

    DeadLettersResource(
            DeadLetters letters,
            Replays replays,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.topic-prefix") Optional<String> topicPrefix) {
        this.letters = letters;
        this.replays = replays;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.topicPrefix = topicPrefix.orElse("");
    }

    /// @param force whether to send it although it was sent before
    /// @param requestId makes the request repeatable; a new one each time when left out
    record ReplayRequest(@Nullable Boolean force, @Nullable String requestId) {}

    /// @param topic where it goes
    /// @param service that will handle it; the others that read the topic ignore it
    /// @param again whether it had been sent before
    record Replayed(
            String id,
            @Nullable String topic,
            @Nullable String service,
            int number,
            boolean again,
            String by,
            Instant at) {}

    @Needs(Permission.OPERATE)
    @GET
    public List<DeadLetters.Line> list(
            @QueryParam("service") @Nullable String service,
            @QueryParam("topic") @Nullable String topic,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        caller.require(Permission.OPERATE, null);
        if (before != null
                && (!ID.matcher(before).matches() || letters.find(before).isEmpty())) {
            throw new IllegalArgumentException("before is '" + before + "'; allowed is the id of a dead letter");
        }
        return letters.list(
                Given.name("service", service), Given.name("topic", topic), before, Given.limit(limit, PAGE));
    }

    @Needs(Permission.OPERATE)
    @GET
    @Path("/{id}")
    public DeadLetterView one(@PathParam("id") String id) {
        caller.require(Permission.OPERATE, null);
        return DeadLetterView.of(known(id, letters::find), letters.replays(id));
    }

    /// Sends the record as it was received to the topic that it was received from.
    @Needs(Permission.OPERATE)
    @POST
    @Path("/{id}/replay")
    public Response replay(@PathParam("id") String id, @Nullable ReplayRequest request) {
        caller.require(Permission.OPERATE, null);
        boolean force = request != null && Boolean.TRUE.equals(request.force());
        String requestId = requestId(request);
        return unitOfWork.call(_ -> {
            DeadLetter letter = known(id, letters::lock);
            var decision = ReplayDecision.decide(letter, letters.replays(id), topicPrefix, requestId, force);
            return switch (decision) {
                case ReplayDecision.Granted granted -> send(letter, granted, requestId);
                case ReplayDecision.Done(var replay) -> accepted(letter, replay);
                case ReplayDecision.Repeated(var last) ->
                    throw Problem.exception(
                            409,
                            "replayed",
                            "dead letter " + id + " was replayed already, by " + last.by() + " at " + last.at()
                                    + "; with force it is sent again");
                case ReplayDecision.Impossible(var reason) ->
                    throw Problem.exception(
                            409, "not-replayable", "dead letter " + id + " cannot be replayed: " + reason);
            };
        });
    }

    private Response send(DeadLetter letter, ReplayDecision.Granted granted, String requestId) {
        var replay = new Replay(granted.number(), caller.actor().user(), clock.instant(), requestId);
        letters.replayed(letter.id(), replay);
        replays.send(received(letter, granted.topic()), granted.service(), letter.id() + "/" + replay.number());
        LOG.infof(
                "A dead letter is sent back id=%s topic=%s service=%s number=%d user=%s",
                letter.id(), granted.topic().topicName(), granted.service(), replay.number(), replay.by());
        return accepted(letter, replay);
    }

    /// The record as it was received.
    private static BusRecord received(DeadLetter letter, Topic topic) {
        return new BusRecord(
                topic.topicName(),
                letter.key(),
                letter.headers().stream()
                        .map(header -> new Header(header.name(), header.value()))
                        .toList(),
                letter.value());
    }

    private static Response accepted(DeadLetter letter, Replay replay) {
        DeadLetter.Origin origin = letter.origin();
        return Response.accepted(new Replayed(
                        letter.id(),
                        origin == null ? null : origin.topic(),
                        letter.service(),
                        replay.number(),
                        replay.number() > 1,
                        replay.by(),
                        replay.at()))
                .build();
    }

    private static String requestId(@Nullable ReplayRequest request) {
        if (request == null || request.requestId() == null) {
            return UUID.randomUUID().toString();
        }
        String given = request.requestId();
        if (given.isBlank() || given.length() > LONGEST_REQUEST_ID || given.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("requestId has " + given.length() + " characters; allowed are 1 to "
                    + LONGEST_REQUEST_ID + " that are not blank");
        }
        return given;
    }

    /// @param look is asked only for what can be an id
    private static DeadLetter known(String id, Function<String, Optional<DeadLetter>> look) {
        return Optional.of(id)
                .filter(text -> ID.matcher(text).matches())
                .flatMap(look)
                .orElseThrow(() -> Problem.exception(404, "not-found", "no dead letter " + id));
    }
}
