package io.gennaker.provenance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be said of one delivery.
///
/// @param execution its id
/// @param images what was delivered, pinned
/// @param materials what went into it beside the images: definition, template, manifests
/// @param planDigest identity of what was done, `sha256:...`
/// @param recordDigest of the recorded moves, `sha256:...`
/// @param rerun whose plan it ran once more, and why
public record Delivery(
        String execution,
        String pipeline,
        String application,
        List<Material> images,
        List<Material> materials,
        String planDigest,
        String recordDigest,
        Map<String, String> parameters,
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

    /// Something that is named by its digest.
    ///
    /// @param digest `sha256:...`
    public record Material(String name, @Nullable String uri, String digest) {}

    /// @param user where a person asked
    public record Trigger(
            String kind,
            String source,
            String eventId,
            @Nullable String user,
            Map<String, String> attributes) {}

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
