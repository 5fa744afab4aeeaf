package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// How to delete, as the body of a DELETE request says.
///
/// @param gracePeriodSeconds null for the object's own
/// @param uid delete only the object with this identity, null for any
/// @param resourceVersion delete only in this version, null for any
/// @param dryRun everything happens except the deletion
public record DeleteOptions(
        @Nullable Integer gracePeriodSeconds,
        Propagation propagation,
        @Nullable String uid,
        @Nullable String resourceVersion,
        boolean dryRun) {

    /// What happens to the objects owned by the deleted one.
    public enum Propagation {
        BACKGROUND("Background"),
        FOREGROUND("Foreground"),
        ORPHAN("Orphan");

        private final String text;

        Propagation(String text) {
            this.text = text;
        }

        static Propagation parse(String text) {
            for (var one : values()) {
                if (one.text.equals(text)) {
                    return one;
                }
            }
            throw ApiProblem.badRequest(
                    "propagationPolicy: Invalid value: \"%s\": allowed are Background, Foreground, Orphan"
                            .formatted(text));
        }
    }

    public static DeleteOptions background() {
        return with(Propagation.BACKGROUND);
    }

    public static DeleteOptions with(Propagation propagation) {
        return new DeleteOptions(null, propagation, null, null, false);
    }

    public static DeleteOptions read(JsonNode body) {
        var grace = body.path("gracePeriodSeconds");
        var preconditions = body.path("preconditions");
        return new DeleteOptions(
                grace.isInt() ? grace.asInt() : null,
                body.hasNonNull("propagationPolicy")
                        ? Propagation.parse(body.path("propagationPolicy").asText())
                        : Propagation.BACKGROUND,
                preconditions.hasNonNull("uid") ? preconditions.path("uid").asText() : null,
                preconditions.hasNonNull("resourceVersion")
                        ? preconditions.path("resourceVersion").asText()
                        : null,
                dryRun(body.path("dryRun")));
    }

    private static boolean dryRun(JsonNode stages) {
        for (var stage : stages) {
            if (!stage.asText().equals("All")) {
                throw ApiProblem.badRequest(
                        "dryRun: Unsupported value: \"%s\": supported values: \"All\"".formatted(stage.asText()));
            }
        }
        return !stages.isEmpty();
    }
}
