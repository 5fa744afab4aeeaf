package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `patchManifest` becomes `patch`.
final class PatchManifest implements StageTranslator {
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofMinutes(30);
    private static final Set<String> STYLES = Set.of("strategic", "merge", "json");

    @Override
    public Set<String> types() {
        return Set.of("patchManifest");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        String style = stage.object("options").text("mergeStrategy").orElse("strategic");
        Optional<String> artifact = Manifests.artifact(stage, context);
        Optional<JsonNode> patch = artifact.isPresent() ? Optional.empty() : patch(stage.at("patchBody"), style);
        Optional<String> refusal = ManifestTarget.refusal(stage)
                .or(() -> Manifests.artifactRefusal(stage, context))
                .or(() -> styleRefusal(style))
                .or(() -> artifact.isEmpty() && patch.isEmpty()
                        ? Optional.of("its patchBody is not one patch")
                        : Optional.empty());
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ManifestTarget.write(stage, context, keys);
        keys.put("style", style);
        noteOthers(stage);
        if (artifact.isPresent()) {
            keys.putObject("patch").put("artifact", artifact.get());
            Manifests.noteArtifact(stage, artifact.get());
            return new Translation.Changed(
                    new Draft("patch", keys, Map.of(), Optional.of(SPINNAKERS_TIMEOUT)), Manifests.UNTRANSLATED);
        }
        keys.put("patch", context.file());
        var written = new Manifests(stage, context.names());
        String text = written.patch(stage, "patchBody", patch.orElseThrow());
        written.writeVariables(keys);
        return new Translation.Exact(
                new Draft("patch", keys, Map.of(context.file(), text), Optional.of(SPINNAKERS_TIMEOUT)));
    }

    private static void noteOthers(Fields stage) {
        stage.object("options").exact("mergeStrategy");
        stage.object("options").notCarried("record", "the annotation kubernetes.io/change-cause is not written");
        stage.exact("source", "skipExpressionEvaluation");
        stage.notNeededUnlessSaid("requires nothing", "requiredArtifactIds", "requiredArtifacts", "allArtifacts");
        for (String key : Set.of("requiredArtifactIds", "requiredArtifacts", "allArtifacts")) {
            if (stage.says(key)) {
                stage.changed(key, "images of the pipeline's artifacts are bound wherever they stand");
            }
        }
    }

    /// The one object of the list that Spinnaker saves, or all operations of a JSON patch.
    private static Optional<JsonNode> patch(JsonNode body, String style) {
        if (style.equals("json")) {
            return Optional.of(body).filter(JsonNode::isArray);
        }
        JsonNode one = body.isArray() && body.size() == 1 ? body.get(0) : body;
        return Optional.of(one).filter(JsonNode::isObject);
    }

    private static Optional<String> styleRefusal(String style) {
        return STYLES.contains(style)
                ? Optional.empty()
                : Optional.of("its mergeStrategy '" + style + "' is none of strategic, merge, json");
    }
}
