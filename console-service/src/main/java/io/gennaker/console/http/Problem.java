package io.gennaker.console.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What went wrong, for the caller.
///
/// @param code one word that programs can tell apart
/// @param message what was found and what is allowed
public record Problem(String code, String message) {
    static Response response(int status, String code, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(code, message))
                .build();
    }

    static WebApplicationException exception(int status, String code, String message) {
        return new WebApplicationException(message, response(status, code, message));
    }
}
