package io.gennaker.provenance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be said of one delivery.
///
/// @param execution its id
/// @param images what was delivered, pinned
/// @param materials what went into it beside the images: definition, template, manifests, patches
/// @param planDigest identity of what was done, `sha256:...`
/// @param recordDigest of the recorded moves, `sha256:...`
/// @param parameters null: left out
/// @param rerun whose plan it ran once more, and why
public record Delivery(
        String execution,
        String pipeline,
        String application,
        List<Material> images,
        List<Material> materials,
        String planDigest,
        String recordDigest,
        @Nullable Map<String, String> parameters,
        Trigger trigger,
        @Nullable Rerun rerun,
        Instant acceptedAt,
        Instant endedAt,
        String status,
        @Nullable String reason,
        List<Stage> stages) {
    public Delivery {
        images = List.copyOf(images);
        materials = List.copyOf(materials);
        stages = List.copyOf(stages);
    }

    /// The same with nothing of the stages but how they ended: the record, which is named by its digest, has the rest.
    public Delivery withoutFacts() {
        return new Delivery(
                execution,
                pipeline,
                application,
                images,
                materials,
                planDigest,
                recordDigest,
                parameters,
                trigger,
                rerun,
                acceptedAt,
                endedAt,
                status,
                reason,
                stages.stream().map(Stage::withoutFacts).toList());
    }

    /// The same with nothing of what went in but the images, and who asked: the plan, which is named by its digest,
    /// has the rest.
    public Delivery withoutInputs() {
        return new Delivery(
                execution,
                pipeline,
                application,
                images,
                List.of(),
                planDigest,
                recordDigest,
                null,
                trigger.withoutAttributes(),
                rerun,
                acceptedAt,
                endedAt,
                status,
                reason,
                stages);
    }

    /// Something that is named by its digest.
    ///
    /// @param digest `sha256:...`
    public record Material(String name, @Nullable String uri, String digest) {}

    /// @param user where a person asked
    /// @param attributes null: left out
    public record Trigger(
            String kind,
            String source,
            String eventId,
            @Nullable String user,
            @Nullable Map<String, String> attributes) {
        Trigger withoutAttributes() {
            return new Trigger(kind, source, eventId, user, null);
        }
    }

    public record Rerun(String of, String by, String reason) {}

    /// How a stage ended.
    ///
    /// @param facts such as `verdict`, `score`, `decidedBy`
    public record Stage(
            String id, String kind, String status, @Nullable String reason, Map<String, String> facts) {
        Stage withoutFacts() {
            return new Stage(id, kind, status, null, Map.of());
        }
    }
}
