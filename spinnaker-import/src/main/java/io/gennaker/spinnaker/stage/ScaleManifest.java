package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Reading;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `scaleManifest` becomes `scale`.
final class ScaleManifest implements StageTranslator {
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofMinutes(30);
    private static final int MOST = 10_000;

    @Override
    public Set<String> types() {
        return Set.of("scaleManifest");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        String replicas = stage.text("replicas").orElse("").strip();
        Optional<String> refusal = ManifestTarget.refusal(stage).or(() -> refusal(replicas));
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ManifestTarget.write(stage, context, keys);
        if (Texts.hasExpression(replicas)) {
            keys.put(
                    "replicas",
                    new Texts(context.names(), Reading.DIRECTLY)
                            .template(replicas)
                            .text());
        } else {
            keys.put("replicas", Integer.parseInt(replicas));
        }
        stage.exact("replicas");
        return new Translation.Changed(
                new Draft("scale", keys, Map.of(), Optional.of(SPINNAKERS_TIMEOUT)),
                "it is refused where a HorizontalPodAutoscaler sets the replicas");
    }

    private static Optional<String> refusal(String replicas) {
        boolean fits =
                Texts.hasExpression(replicas) || replicas.matches("\\d{1,5}") && Integer.parseInt(replicas) <= MOST;
        return fits ? Optional.empty() : Optional.of("replicas '" + replicas + "' is no number from 0 to " + MOST);
    }
}
