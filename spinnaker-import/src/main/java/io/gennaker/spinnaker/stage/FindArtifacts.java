package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `findArtifactsFromResource` becomes `find`.
final class FindArtifacts implements StageTranslator {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    @Override
    public Set<String> types() {
        return Set.of("findArtifactsFromResource");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        Optional<String> refusal = ManifestTarget.refusal(stage);
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ManifestTarget.write(stage, context, keys);
        String kind = keys.at("/object/kind").asText();
        if (!WORKLOADS.contains(kind)) {
            return new Translation.Unsupported("`find` knows the images of Deployments, StatefulSets and DaemonSets");
        }
        return new Translation.Changed(
                new Draft("find", keys, Map.of(), Optional.empty()),
                "it finds what ready pods run, and gives no artifacts: later stages read stages." + context.id()
                        + ".outputs.image");
    }
}
