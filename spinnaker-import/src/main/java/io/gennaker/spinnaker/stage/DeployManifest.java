package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `deployManifest` becomes `deploy`.
final class DeployManifest implements StageTranslator {
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofMinutes(30);

    @Override
    public Set<String> types() {
        return Set.of("deployManifest");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        Optional<String> artifact = Manifests.artifact(stage, context);
        List<Fields> manifests = artifact.isPresent() ? List.of() : Manifests.of(stage);
        Optional<String> refusal = KubernetesTarget.refusal(stage)
                .or(() -> Manifests.artifactRefusal(stage, context))
                .or(() -> refusal(stage))
                .or(() -> artifact.isPresent() ? namespaceRefusal(stage) : Manifests.refusal(stage, manifests));
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        KubernetesTarget.write(stage, context, manifests, keys);
        if (artifact.isPresent()) {
            keys.putArray("manifests").addObject().put("artifact", artifact.get());
            Manifests.noteArtifact(stage, artifact.get());
            noteOthers(stage);
            return new Translation.Changed(
                    new Draft("deploy", keys, Map.of(), Optional.of(timeout(stage))), Manifests.UNTRANSLATED);
        }
        keys.putArray("manifests").add(context.file());
        var written = new Manifests(stage, context.names());
        String text = written.text(manifests);
        written.writeVariables(keys);
        var draft = new Draft("deploy", keys, Map.of(context.file(), text), Optional.of(timeout(stage)));
        noteOthers(stage);
        return new Translation.Changed(
                draft,
                "ready means ready of every pod, and waiting fails early; a cluster whose objects others own by "
                        + "server-side apply refuses a conflict");
    }

    private static Optional<String> refusal(Fields stage) {
        Fields traffic = stage.object("trafficManagement");
        if (traffic.flag("enabled")) {
            String strategy = traffic.object("options").text("strategy").orElse("none");
            return Optional.of("it manages traffic by labels of ReplicaSets (strategy '" + strategy + "')");
        }
        if (stage.object("labelSelectors").says("selectors")) {
            return Optional.of("it deploys only the objects that labels select");
        }
        return Optional.empty();
    }

    private static Optional<String> namespaceRefusal(Fields stage) {
        return stage.says("namespaceOverride")
                ? Optional.empty()
                : Optional.of("its namespace stands in the artifact only; a stage says its namespace");
    }

    private static Duration timeout(Fields stage) {
        stage.changed("stableManifestTimeoutMinutes", "the time holds for the whole stage");
        return stage.whole("stableManifestTimeoutMinutes")
                .filter(minutes -> minutes > 0 && minutes <= 365 * 24 * 60)
                .map(Duration::ofMinutes)
                .orElse(SPINNAKERS_TIMEOUT);
    }

    private static void noteOthers(Fields stage) {
        stage.exact("source", "skipExpressionEvaluation");
        stage.notNeeded("manages no traffic", "trafficManagement");
        stage.notNeeded("selects nothing", "labelSelectors", "allowNothingSelected");
        stage.notCarried(
                "moniker",
                "Gennaker sets no labels or annotations of Spinnaker's; the application is the " + "pipeline's");
        if (stage.says("requiredArtifactIds")) {
            stage.changed(
                    "requiredArtifactIds",
                    "every image of the pipeline must be bound in some manifest, also "
                            + "those that Spinnaker did not require");
        } else {
            stage.notNeeded("requires nothing", "requiredArtifactIds");
        }
        if (stage.says("requiredArtifacts")) {
            stage.notCarried("requiredArtifacts", "artifacts are declared for the whole pipeline");
        } else {
            stage.notNeeded("requires nothing", "requiredArtifacts");
        }
    }
}
