package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.patch.FieldConflict;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A request that the API server refuses, in the words and codes of Kubernetes' `Status` object.
public final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int code;
    private final String reason;
    private final transient @Nullable ObjectNode details;

    /// One thing wrong with an object.
    public record Cause(String reason, String message, String field) {

        public static Cause invalid(String field, Object value, String expectation) {
            var shown = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
            return new Cause("FieldValueInvalid", "Invalid value: %s: %s".formatted(shown, expectation), field);
        }

        public static Cause required(String field) {
            return new Cause("FieldValueRequired", "Required value", field);
        }
    }

    private ApiProblem(int code, String reason, String message, @Nullable ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public int code() {
        return code;
    }

    public static ApiProblem notFound(Kind kind, String name) {
        return new ApiProblem(
                404, "NotFound", "%s \"%s\" not found".formatted(kind.resource(), name), details(kind, name));
    }

    public static ApiProblem noSuchPath() {
        return new ApiProblem(404, "NotFound", "the server could not find the requested resource", null);
    }

    public static ApiProblem alreadyExists(Kind kind, String name) {
        return new ApiProblem(
                409, "AlreadyExists", "%s \"%s\" already exists".formatted(kind.resource(), name), details(kind, name));
    }

    public static ApiProblem conflict(Kind kind, String name, String why) {
        return new ApiProblem(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind.resource(), name, why),
                details(kind, name));
    }

    public static ApiProblem contested(FieldConflict conflict) {
        var details = JSON.createObjectNode();
        conflict.contested()
                .forEach(one -> details.withArray("/causes")
                        .addObject()
                        .put("reason", "FieldManagerConflict")
                        .put("message", one.message())
                        .put("field", one.field()));
        return new ApiProblem(409, "Conflict", String.valueOf(conflict.getMessage()), details);
    }

    public static ApiProblem invalid(Kind kind, String name, List<Cause> causes) {
        var details = details(kind, name);
        details.put("kind", kind.name());
        causes.forEach(cause -> details.withArray("/causes")
                .addObject()
                .put("reason", cause.reason)
                .put("message", cause.message)
                .put("field", cause.field));
        var said =
                causes.stream().map(cause -> cause.field + ": " + cause.message).collect(Collectors.toList());
        var text = said.size() == 1 ? said.getFirst() : "[" + String.join(", ", said) + "]";
        var shown = kind.group().isEmpty() ? kind.name() : kind.name() + "." + kind.group();
        return new ApiProblem(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(shown, name, text), details);
    }

    public static ApiProblem badRequest(String message) {
        return new ApiProblem(400, "BadRequest", message, null);
    }

    public static ApiProblem forbidden(String message) {
        return new ApiProblem(403, "Forbidden", message, null);
    }

    /// With the reason that belongs to a code.
    public static ApiProblem of(int code, String message) {
        var reason =
                switch (code) {
                    case 401 -> "Unauthorized";
                    case 403 -> "Forbidden";
                    case 409 -> "Conflict";
                    case 410 -> "Expired";
                    case 422 -> "Invalid";
                    case 429 -> "TooManyRequests";
                    case 503 -> "ServiceUnavailable";
                    default -> code < 500 ? "BadRequest" : "InternalError";
                };
        return new ApiProblem(code, reason, message, null);
    }

    public static ApiProblem expired(String message) {
        return new ApiProblem(410, "Expired", message, null);
    }

    public static ApiProblem methodNotAllowed(String method) {
        return new ApiProblem(
                405, "MethodNotAllowed", "the server does not allow the method " + method + " here", null);
    }

    public static ApiProblem tooLarge(int limit) {
        return new ApiProblem(
                413, "RequestEntityTooLarge", "the request body is larger than the limit of " + limit + " bytes", null);
    }

    public static ApiProblem unsupportedMediaType(String found, List<String> allowed) {
        return new ApiProblem(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format (%s) - accepted media types include: %s"
                        .formatted(found, String.join(", ", allowed)),
                null);
    }

    public static ApiProblem internal(String message) {
        return new ApiProblem(500, "InternalError", message, null);
    }

    public ObjectNode toStatus() {
        var status = JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (details != null) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    private static ObjectNode details(Kind kind, String name) {
        var details = JSON.createObjectNode().put("name", name);
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        return details.put("kind", kind.plural());
    }
}
