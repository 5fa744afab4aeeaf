package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `rollingRestartManifest` becomes `restart`.
final class RollingRestartManifest implements StageTranslator {
    @Override
    public Set<String> types() {
        return Set.of("rollingRestartManifest");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        Optional<String> refusal = ManifestTarget.refusal(stage);
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ManifestTarget.write(stage, context, keys);
        return new Translation.Changed(
                new Draft("restart", keys, Map.of(), Optional.empty()), "it waits until the new pods are ready");
    }
}
