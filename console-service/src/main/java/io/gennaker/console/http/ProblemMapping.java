package io.gennaker.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Bad requests as [Problem]s, and what failed here.
public class ProblemMapping {
    private static final Logger LOG = Logger.getLogger(ProblemMapping.class);

    /// The framework has a mapper of its own for these, which is more specific than one for [JsonProcessingException].
    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException mismatched) {
        return malformed(mismatched);
    }

    @ServerExceptionMapper
    public Response malformed(JsonProcessingException malformed) {
        Throwable cause = malformed.getCause();
        String reason = cause instanceof IllegalArgumentException ? cause.getMessage() : malformed.getOriginalMessage();
        return Problem.response(400, "malformed", "the body is not as expected" + place(malformed) + ": " + reason);
    }

    private static String place(JsonProcessingException malformed) {
        if (malformed instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining(".", " at ", ""));
        }
        return "";
    }

    @ServerExceptionMapper
    public Response invalid(IllegalArgumentException invalid) {
        return Problem.response(400, "malformed", String.valueOf(invalid.getMessage()));
    }

    /// Those that this service throws carry their problem; the framework's do not.
    @ServerExceptionMapper
    public Response refused(WebApplicationException refused) {
        Response response = refused.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        if (refused.getCause() instanceof JsonProcessingException malformed) {
            return malformed(malformed);
        }
        return Problem.response(response.getStatus(), code(response.getStatus()), String.valueOf(refused.getMessage()));
    }

    /// What is asked of the console counts once however often it is asked, so that a caller may ask again when the
    /// database is back, also where it is not known whether the first time was in time.
    @ServerExceptionMapper
    public Response failed(Exception failed) {
        if (DatabaseOutage.isCauseOf(failed)) {
            LOG.warnf("the database is away: %s", failed.getMessage());
            return Response.fromResponse(Problem.response(503, "away", "the database is away; ask again"))
                    .header(HttpHeaders.RETRY_AFTER, 1)
                    .build();
        }
        LOG.error("a request failed", failed);
        return Problem.response(500, "failed", "the console failed; its log says why");
    }

    /// What fails when the answer has begun is its way to the caller, who has left.
    @ServerExceptionMapper
    public Response failed(IOException failed, RoutingContext call) {
        if (!call.response().headWritten()) {
            return failed(failed);
        }
        LOG.debug("the caller left before it was answered", failed);
        return Response.serverError().build();
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not-found";
            case 405 -> "not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "too-large";
            case 415 -> "unsupported";
            default -> status < 500 ? "malformed" : "failed";
        };
    }
}
