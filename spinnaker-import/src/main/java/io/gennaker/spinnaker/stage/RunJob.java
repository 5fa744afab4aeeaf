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

/// `runJobManifest`, also called `runJob`, becomes `job`.
final class RunJob implements StageTranslator {
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofHours(2);

    @Override
    public Set<String> types() {
        return Set.of("runJobManifest", "runJob");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        Optional<String> artifact = Manifests.artifact(stage, context);
        List<Fields> manifests = artifact.isPresent() ? List.of() : Manifests.of(stage);
        Optional<String> refusal = KubernetesTarget.refusal(stage).or(() -> Manifests.artifactRefusal(stage, context));
        if (artifact.isEmpty()) {
            refusal = refusal.or(() -> refusal(manifests)).or(() -> Manifests.refusal(stage, manifests));
        }
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        KubernetesTarget.write(stage, context, manifests, keys);
        if (artifact.isPresent()) {
            keys.putObject("manifest").put("artifact", artifact.get());
            Manifests.noteArtifact(stage, artifact.get());
            noteOthers(stage);
            return new Translation.Changed(
                    new Draft("job", keys, Map.of(), Optional.of(SPINNAKERS_TIMEOUT)), Manifests.UNTRANSLATED);
        }
        keys.put("manifest", context.file());
        var written = new Manifests(stage, context.names());
        String text = written.text(manifests);
        written.writeVariables(keys);
        noteOthers(stage);
        return new Translation.Exact(
                new Draft("job", keys, Map.of(context.file(), text), Optional.of(SPINNAKERS_TIMEOUT)));
    }

    private static Optional<String> refusal(List<Fields> manifests) {
        boolean oneJob = manifests.size() == 1
                && manifests.getFirst().text("kind").orElse("").equals("Job");
        return oneJob ? Optional.empty() : Optional.of("it needs exactly one object, of kind Job");
    }

    private static void noteOthers(Fields stage) {
        stage.exact("source", "skipExpressionEvaluation");
        stage.notNeeded("another word for the type", "alias");
        stage.notNeededUnlessSaid("takes nothing from elsewhere", "consumeArtifactSource");
        if (stage.text("waitForCompletion").orElse("true").equals("false")) {
            stage.changed("waitForCompletion", "a job is always waited for");
        } else {
            stage.exact("waitForCompletion");
        }
        if (stage.says("propertyFile")) {
            stage.notCarried("propertyFile", "nothing is read from the log of a job");
        } else {
            stage.notNeeded("reads nothing from the log", "propertyFile");
        }
        if (stage.says("consumeArtifactSource")) {
            stage.notCarried("consumeArtifactSource", "a job gives no artifacts");
        }
        stage.notCarried("moniker", "Gennaker sets no labels or annotations of Spinnaker's");
    }
}
