package io.gennaker.judgement.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.judgement.notice.CallLimit;
import io.gennaker.judgement.notice.Requests;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes what people press and fill in: `POST /webhooks/slack`, signed by Slack. A request is believed for five minutes
/// and once.
@Path("/webhooks/slack")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.APPLICATION_JSON)
public class SlackInteractions {
    private static final Logger LOG = Logger.getLogger(SlackInteractions.class);
    /// Slack sends the message along, with up to eight characters for one of it.
    private static final int LONGEST_BODY = 192 * 1024;
    private static final String FIELD = "payload=";

    private final SlackAccess access;
    private final SlackAnswers answers;
    private final Requests requests;
    private final UnitOfWork unitOfWork;
    private final Clock clock;
    private final CallLimit limit;

    SlackInteractions(
            SlackAccess access,
            SlackAnswers answers,
            Requests requests,
            UnitOfWork unitOfWork,
            Clock clock,
            @ConfigProperty(name = "gennaker.webhook.rate", defaultValue = "50") int rate) {
        this.access = access;
        this.answers = answers;
        this.requests = requests;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
        this.limit = new CallLimit(rate);
    }

    /// Why a request was not taken.
    record Refusal(String reason) {}

    @POST
    @Blocking
    public Response interaction(
            @HeaderParam("X-Slack-Request-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Slack-Signature") @Nullable String signed,
            byte @Nullable [] sent) {
        byte[] body = sent == null ? new byte[0] : sent;
        if (body.length > LONGEST_BODY) {
            return refused(413, "the body has " + body.length + " bytes; at most " + LONGEST_BODY + " are allowed");
        }
        Instant now = clock.instant();
        Optional<String> objection = access.signature()
                .map(signature -> signature.objection(timestamp, signed, body, now))
                .orElse(Optional.of("Slack is not configured: set gennaker.slack.signing-secret-file"));
        if (objection.isPresent()) {
            return refused(401, objection.get());
        }
        if (!limit.passes(now)) {
            return refused(429, limit.words());
        }
        boolean first = unitOfWork.call(_ -> requests.first(String.valueOf(signed), now));
        if (!first) {
            return refused(409, "this request was taken before");
        }
        try {
            return answers.take(payload(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException malformed) {
            return refused(400, String.valueOf(malformed.getMessage()));
        }
    }

    private static JsonNode payload(String body) {
        for (String field : body.split("&")) {
            if (field.startsWith(FIELD)) {
                return json(URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8));
            }
        }
        throw new IllegalArgumentException("the body has no field 'payload'");
    }

    private static JsonNode json(String payload) {
        try {
            return MessageCodec.json().readTree(payload);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("the payload is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    private static Response refused(int status, String reason) {
        LOG.warnf("slack request refused status=%d reason=\"%s\"", status, reason);
        return Response.status(status).entity(new Refusal(reason)).build();
    }
}
