package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All types of stages that have an equal. To add one: a class, a line here, a row in the README.
public final class StageTranslators {
    private static final List<StageTranslator> ALL = List.of(
            new DeployManifest(),
            new RunJob(),
            new ManualJudgment(),
            new Wait(),
            new KayentaCanary(),
            new EvaluateVariables(),
            new CheckPreconditions(),
            new Webhook(),
            new ScaleManifest(),
            new PatchManifest(),
            new DeleteManifest(),
            new UndoRolloutManifest(),
            new RollingRestartManifest(),
            new FindArtifacts(),
            new RunPipeline());
    private static final Map<String, StageTranslator> BY_TYPE = ALL.stream()
            .flatMap(translator -> translator.types().stream().map(type -> Map.entry(type, translator)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private StageTranslators() {}

    public static Translation translate(Fields stage, StageContext context) {
        String type = stage.text("type").orElse("");
        StageTranslator translator = BY_TYPE.get(type);
        if (translator == null) {
            return new Translation.Unsupported(UnsupportedTypes.reason(type));
        }
        try {
            return translator.translate(stage, context);
        } catch (Untranslatable expression) {
            return new Translation.Unsupported("expression " + expression.getMessage());
        }
    }
}
