package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `undoRolloutManifest` becomes `undo`.
final class UndoRolloutManifest implements StageTranslator {
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofMinutes(30);

    @Override
    public Set<String> types() {
        return Set.of("undoRolloutManifest");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        Optional<String> refusal = ManifestTarget.refusal(stage).or(() -> refusal(stage));
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ManifestTarget.write(stage, context, keys);
        stage.whole("revision").ifPresent(revision -> keys.put("revision", revision));
        stage.exact("revision", "numRevisionsBack");
        return new Translation.Exact(new Draft("undo", keys, Map.of(), Optional.of(SPINNAKERS_TIMEOUT)));
    }

    private static Optional<String> refusal(Fields stage) {
        boolean numbered = stage.whole("revision").filter(number -> number > 0).isPresent();
        boolean oneBack = stage.whole("numRevisionsBack").orElse(1L) == 1;
        return numbered || !stage.has("revision") && oneBack
                ? Optional.empty()
                : Optional.of("it goes back more than one revision; `undo` has the one before, or a number");
    }
}
