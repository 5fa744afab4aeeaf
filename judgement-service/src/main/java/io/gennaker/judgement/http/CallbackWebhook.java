package io.gennaker.judgement.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.callout.Callouts;
import io.gennaker.judgement.notice.CallLimit;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes the end of what a call began: `POST /webhooks/callouts?operation=<id>`, signed like the answers to
/// judgements. The body is `{"result": "Succeeded" | "Failed" | "Progress", "message": ..., ...}`; what else is in
/// it can be read by the stage's outputs.
@Path("/webhooks/callouts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class CallbackWebhook {
    private static final Logger LOG = Logger.getLogger(CallbackWebhook.class);
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_MESSAGE = 1_000;

    private final CalloutSecrets secrets;
    private final Callouts callouts;
    private final UnitOfWork unitOfWork;
    private final Clock clock;
    private final CallLimit limit;

    CallbackWebhook(
            CalloutSecrets secrets,
            Callouts callouts,
            UnitOfWork unitOfWork,
            Clock clock,
            @ConfigProperty(name = "gennaker.webhook.rate", defaultValue = "50") int rate) {
        this.secrets = secrets;
        this.callouts = callouts;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
        this.limit = new CallLimit(rate);
    }

    @POST
    @Blocking
    public Response told(
            @QueryParam("operation") @Nullable String operation,
            @HeaderParam("X-Gennaker-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Gennaker-Signature") @Nullable String signed,
            byte @Nullable [] sent) {
        byte[] body = sent == null ? new byte[0] : sent;
        if (body.length > LONGEST_BODY) {
            return answer(413, "refused", "the body has " + body.length + " bytes; allowed: " + LONGEST_BODY);
        }
        Optional<String> objection = secrets.signature()
                .map(signature -> signature.objection(operation, timestamp, signed, body, clock.instant()))
                .orElse(Optional.of("no secret for callbacks is configured: set gennaker.callout.secret-file"));
        if (objection.isPresent()) {
            LOG.warnf(
                    "callback refused operation=\"%s\" reason=\"%s\"", JudgementId.excerpt(operation), objection.get());
            return answer(401, "refused", objection.get());
        }
        if (!limit.passes(clock.instant())) {
            return Response.fromResponse(answer(429, "refused", limit.words()))
                    .header("Retry-After", 1)
                    .build();
        }
        try {
            return taken(JudgementId.parse("operation", operation), told(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException malformed) {
            return answer(400, "malformed", String.valueOf(malformed.getMessage()));
        }
    }

    private static Callouts.Told told(String body) {
        JsonNode json;
        try {
            json = MessageCodec.json().readTree(body);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("body is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
        String message = json.path("message").asText("");
        if (message.length() > LONGEST_MESSAGE) {
            throw new IllegalArgumentException(
                    "message has " + message.length() + " characters; allowed: " + LONGEST_MESSAGE);
        }
        String result = json.path("result").asText("");
        return switch (result) {
            case "Succeeded" -> new Callouts.Told(true, message, JsonPath.facts(body));
            case "Failed" -> new Callouts.Told(false, message, JsonPath.facts(body));
            case "Progress" -> new Callouts.Told(null, message, JsonPath.facts(body));
            default ->
                throw new IllegalArgumentException(
                        "result is '" + result + "'; allowed are Succeeded, Failed, Progress");
        };
    }

    private Response taken(OperationId id, Callouts.Told told) {
        Callouts.Answer answer = unitOfWork.call(outbox -> callouts.told(id, told, clock.instant(), outbox::send));
        LOG.infof("callback operationId=%s result=%s answer=%s", id, told.result(), answer);
        return switch (answer) {
            case TAKEN -> answer(200, "taken", "");
            case UNKNOWN -> answer(404, "refused", "no call awaits a callback under this id");
            case TOO_LATE -> answer(409, "refused", "it has ended");
        };
    }

    private static Response answer(int status, String result, String reason) {
        return Response.status(status)
                .entity(new JudgementWebhook.Result(result, reason))
                .build();
    }
}
