package io.gennaker.analysis.http;

import jakarta.ws.rs.core.Response;

/// Errors as JSON.
final class Problems {

    /// @param error what was found and what is allowed
    record Problem(String error) {}

    private Problems() {}

    static Response answer(Response.Status status, String error) {
        return Response.status(status).entity(new Problem(error)).build();
    }
}
