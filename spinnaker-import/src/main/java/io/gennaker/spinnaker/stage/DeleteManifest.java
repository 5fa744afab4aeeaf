package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `deleteManifest` becomes `delete`: by name, or by labels of one kind.
final class DeleteManifest implements StageTranslator {
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofMinutes(30);

    @Override
    public Set<String> types() {
        return Set.of("deleteManifest");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        boolean byLabels = stage.text("mode").orElse("").equals("label");
        Optional<String> refusal =
                (byLabels ? byLabels(stage) : ManifestTarget.refusal(stage)).or(() -> options(stage.object("options")));
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        if (byLabels) {
            writeLabels(stage, context, keys);
        } else {
            ManifestTarget.write(stage, context, keys);
        }
        Fields options = stage.object("options");
        options.exact("cascading", "orphanDependants");
        options.notCarried("gracePeriodSeconds", "pods have the grace period of their own spec");
        return new Translation.Changed(
                new Draft("delete", keys, Map.of(), Optional.of(SPINNAKERS_TIMEOUT)), "it waits until all are gone");
    }

    private static Optional<String> options(Fields options) {
        boolean orphans = options.flag("orphanDependants")
                || options.text("cascading").orElse("true").equals("false");
        return orphans ? Optional.of("it leaves what depends on the object; `delete` does not") : Optional.empty();
    }

    private static Optional<String> byLabels(Fields stage) {
        Optional<String> place = KubernetesTarget.refusal(stage);
        if (place.isPresent()) {
            return place;
        }
        List<String> kinds = stage.texts("kinds");
        if (kinds.size() != 1) {
            return Optional.of("it removes " + kinds.size() + " kinds; a stage removes one");
        }
        List<Fields> selectors = selectors(stage);
        boolean plain = !selectors.isEmpty()
                && selectors.stream()
                        .allMatch(selector -> selector.text("kind").orElse("").equalsIgnoreCase("EQUALS")
                                && selector.texts("values").size() == 1
                                && !Texts.hasExpression(selector.texts("values").getFirst()));
        return plain
                ? ManifestTarget.ofKind(kinds.getFirst())
                : Optional.of("it chooses by more than labels that equal one value");
    }

    private static List<Fields> selectors(Fields stage) {
        return stage.object("labelSelectors").objects("selectors");
    }

    private static void writeLabels(Fields stage, StageContext context, ObjectNode keys) throws Untranslatable {
        ManifestTarget.place(stage, context, keys);
        ObjectNode object = keys.putObject("object");
        object.put("kind", ManifestTarget.kind(stage.texts("kinds").getFirst()));
        ObjectNode labels = object.putObject("labels");
        for (Fields selector : selectors(stage)) {
            labels.put(selector.text("key").orElse(""), selector.texts("values").getFirst());
            selector.exact("kind", "key", "values");
        }
        stage.exact("mode", "kinds");
        stage.notNeeded("said by the labels", "manifestName", "app", "cluster", "criteria", "kind");
    }
}
