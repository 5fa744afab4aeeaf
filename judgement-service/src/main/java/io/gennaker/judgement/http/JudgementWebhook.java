package io.gennaker.judgement.http;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.decision.Answer;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.decision.Ruling;
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
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Lets another system answer a judgement in the name of a person: `POST /webhooks/judgements?judgement=<id>`.
///
/// The answer is decided before the response: 200 recorded or repeated, 400 malformed, 401 not trusted, 403 this person
/// may not, 404 unknown, 409 too late, 413 too large, 422 it does not fit the question, 429 too many.
@Path("/webhooks/judgements")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JudgementWebhook {
    private static final Logger LOG = Logger.getLogger(JudgementWebhook.class);
    private static final int LONGEST_BODY = 16 * 1024;

    private final WebhookSecret secret;
    private final Judgements judgements;
    private final UnitOfWork unitOfWork;
    private final Clock clock;
    private final CallLimit limit;

    JudgementWebhook(
            WebhookSecret secret,
            Judgements judgements,
            UnitOfWork unitOfWork,
            Clock clock,
            @ConfigProperty(name = "gennaker.webhook.rate", defaultValue = "50") int rate) {
        this.secret = secret;
        this.judgements = judgements;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
        this.limit = new CallLimit(rate);
    }

    /// What became of the call.
    public record Result(String result, String reason) {}

    @POST
    @Blocking
    public Response answer(
            @QueryParam("judgement") @Nullable String judgement,
            @HeaderParam("X-Gennaker-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Gennaker-Signature") @Nullable String signed,
            byte @Nullable [] sent) {
        byte[] body = sent == null ? new byte[0] : sent;
        if (body.length > LONGEST_BODY) {
            return result(
                    413, "refused", "the body has " + body.length + " bytes; at most " + LONGEST_BODY + " are allowed");
        }
        Optional<String> objection = objection(judgement, timestamp, signed, body);
        if (objection.isPresent()) {
            LOG.warnf(
                    "webhook refused judgement=\"%s\" reason=\"%s\"", JudgementId.excerpt(judgement), objection.get());
            return result(401, "refused", objection.get());
        }
        if (!limit.passes(clock.instant())) {
            return Response.fromResponse(result(429, "refused", limit.words()))
                    .header("Retry-After", 1)
                    .build();
        }
        OperationId id;
        WebhookAnswer answer;
        try {
            id = JudgementId.parse("judgement", judgement);
            answer = WebhookAnswer.parse(body);
        } catch (IllegalArgumentException malformed) {
            return result(400, "malformed", malformed.getMessage());
        }
        return answered(id, answer);
    }

    private Optional<String> objection(
            @Nullable String judgement, @Nullable String timestamp, @Nullable String signed, byte[] body) {
        return secret.signature()
                .map(signature -> signature.objection(judgement, timestamp, signed, body, clock.instant()))
                .orElse(Optional.of("no webhook secret is configured: set gennaker.webhook.secret-file"));
    }

    private Response answered(OperationId judgement, WebhookAnswer said) {
        var answer = new Answer(
                said.requestId(),
                said.decision(),
                said.form(),
                new Actor(said.user(), said.rolesOrNone()),
                Channel.WEBHOOK,
                said.comment(),
                clock.instant());
        Ruling ruling = unitOfWork.call(outbox -> judgements.act(judgement, answer, outbox::send));
        LOG.infof(
                "webhook answered judgement=%s user=\"%s\" ruling=%s",
                judgement, said.user(), ruling.getClass().getSimpleName());
        return switch (ruling) {
            case Ruling.Accepted _ -> result(200, "recorded", said.decision() + " by " + said.user());
            case Ruling.Repeated repeated ->
                result(200, "repeated", "answered before at " + repeated.first().at());
            case Ruling.Refused refused -> result(statusOf(refused), "refused", refused.reason());
        };
    }

    private static int statusOf(Ruling.Refused refused) {
        return switch (refused.refusal()) {
            case FORBIDDEN -> 403;
            case UNKNOWN_JUDGEMENT -> 404;
            case ALREADY_CONCLUDED -> 409;
            case INVALID -> 422;
        };
    }

    private static Response result(int status, String result, @Nullable String reason) {
        return Response.status(status)
                .entity(new Result(result, String.valueOf(reason)))
                .build();
    }
}
