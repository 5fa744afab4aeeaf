package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Reading;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Names;
import io.gennaker.spinnaker.report.Outcome;
import io.gennaker.spinnaker.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The manifests of a stage: expressions translated, annotations of Spinnaker's own told.
final class Manifests {
    private static final String OVERRIDE = "namespaceOverride";
    private static final String OF_SPINNAKER = ".spinnaker.io/";

    private final Texts texts;
    private final boolean evaluated;
    private final boolean overridden;
    private final TreeSet<String> changes = new TreeSet<>();

    Manifests(Fields stage, Names names) {
        this.texts = new Texts(names, Reading.BY_VARIABLES);
        this.evaluated = !stage.flag("skipExpressionEvaluation");
        this.overridden = stage.says(OVERRIDE);
    }

    /// The objects in `manifests`, or the one in `manifest`.
    static List<Fields> of(Fields stage) {
        if (stage.at("manifests").isArray()) {
            return stage.objects("manifests");
        }
        return stage.at("manifest").isObject() ? List.of(stage.object("manifest")) : List.of();
    }

    /// The text of the file with these objects; notes what became of each.
    String text(List<Fields> manifests) throws Untranslatable {
        var documents = new ArrayList<JsonNode>();
        Optional<String> shared = overridden ? Optional.empty() : namespace(manifests);
        for (Fields manifest : manifests) {
            changes.clear();
            if (shared.isPresent()
                    && manifest.object("metadata").text("namespace").isEmpty()) {
                changes.add("where its kind has a namespace, it is that of the stage, " + shared.get()
                        + "; Spinnaker took 'default', as it names none");
            }
            documents.add(translate(placed(manifest.node())));
            manifest.findings()
                    .add(
                            manifest.path(),
                            changes.isEmpty() ? Outcome.EXACT : Outcome.CHANGED,
                            String.join("; ", changes));
            noteSpecials(manifest);
        }
        return YamlText.of(documents);
    }

    /// Without the namespace that the stage overrides: an object of another one than its stage's is refused.
    private JsonNode placed(JsonNode manifest) {
        JsonNode copy = manifest.deepCopy();
        if (overridden && copy.get("metadata") instanceof ObjectNode metadata && metadata.remove("namespace") != null) {
            changes.add("its namespace is that of the stage, which overrode it");
        }
        return copy;
    }

    /// The text of the file with a patch; notes what became of the field that holds it.
    String patch(Fields stage, String key, JsonNode patch) throws Untranslatable {
        changes.clear();
        String text = YamlText.of(List.of(translate(patch)));
        stage.note(key, changes.isEmpty() ? Outcome.EXACT : Outcome.CHANGED, String.join("; ", changes));
        return text;
    }

    /// Writes the variables by which the files read what earlier stages gave.
    void writeVariables(ObjectNode keys) {
        texts.variables().forEach((name, text) -> keys.withObject("/variables").put(name, text));
    }

    /// The artifact that a stage takes its manifests from, where the definition has it.
    static Optional<String> artifact(Fields stage, StageContext context) {
        return isArtifact(stage)
                ? stage.text("manifestArtifactId")
                        .map(id -> context.names().files().get(id))
                : Optional.empty();
    }

    private static boolean isArtifact(Fields stage) {
        return stage.text("source").orElse("text").equals("artifact");
    }

    /// Notes what became of where the manifests come from.
    static void noteArtifact(Fields stage, String artifact) {
        stage.changed("manifestArtifactId", "it is the artifact " + artifact);
        stage.notNeeded("the manifests are those of the artifact", "manifests", "manifest", "patchBody");
        stage.notNeededUnlessSaid("none", "manifestArtifact");
    }

    /// Why the artifact of a stage cannot be taken.
    static Optional<String> artifactRefusal(Fields stage, StageContext context) {
        if (!isArtifact(stage)) {
            return Optional.empty();
        }
        return artifact(stage, context).isEmpty()
                ? Optional.of("it comes from an artifact that is no file of github, gitlab or http of this pipeline")
                : Optional.empty();
    }

    static final String UNTRANSLATED =
            "expressions of Spinnaker's in the file from outside are not translated: it must hold ${{ }} instead";

    /// Why these objects cannot be deployed at all; empty when they can.
    static Optional<String> refusal(Fields stage, List<Fields> manifests) {
        for (Fields manifest : manifests) {
            for (String key : List.of("apiVersion", "kind")) {
                String text = manifest.text(key).orElse("${");
                if (Texts.hasExpression(text)) {
                    return Optional.of("a manifest whose " + key + " is missing or an expression");
                }
            }
            if (manifest.object("metadata").text("name").isEmpty()) {
                return Optional.of(
                        "a manifest without metadata.name: Gennaker applies objects by name, and makes none up");
            }
        }
        if (!stage.says(OVERRIDE) && namespaces(manifests).size() > 1) {
            return Optional.of("it deploys to several namespaces, " + String.join(", ", namespaces(manifests))
                    + "; a stage has one: write one for each");
        }
        return manifests.isEmpty() ? Optional.of("there are no manifests in the stage") : Optional.empty();
    }

    /// The namespace that the first manifest names.
    static Optional<String> namespace(List<Fields> manifests) {
        return namespaces(manifests).stream().findFirst();
    }

    private static List<String> namespaces(List<Fields> manifests) {
        return manifests.stream()
                .flatMap(manifest -> manifest.object("metadata").text("namespace").stream())
                .distinct()
                .toList();
    }

    private void noteSpecials(Fields manifest) {
        if (manifest.text("kind").orElse("").equals("ConfigMap")) {
            manifest.changed(
                    "kind",
                    "Spinnaker stored it under a versioned name (-v000); here it keeps its name, and "
                            + "pods do not restart when only it changes");
        }
        if (manifest.text("kind").orElse("").equals("Secret")) {
            manifest.changed(
                    "kind",
                    "it keeps its name, and its values stand in a file now: keep them out of Git, and "
                            + "better in a store for secrets");
        }
        noteAnnotations(manifest.object("metadata").object("annotations"));
        noteAnnotations(
                manifest.object("spec").object("template").object("metadata").object("annotations"));
    }

    private static void noteAnnotations(Fields annotations) {
        annotations.node().fieldNames().forEachRemaining(name -> {
            if (name.contains(OF_SPINNAKER)) {
                annotations.notCarried(name, "it stays in the manifest, where Gennaker does not act on it");
            }
        });
    }

    private JsonNode translate(JsonNode node) throws Untranslatable {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(text(node.asText()));
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (var field : node.properties()) {
                if (evaluated && Texts.hasExpression(field.getKey())) {
                    texts.refuseKey(field.getKey());
                }
                object.set(field.getKey(), translate(field.getValue()));
            }
            return object;
        }
        if (node.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : node) {
                list.add(translate(item));
            }
            return list;
        }
        return node;
    }

    private String text(String text) throws Untranslatable {
        if (!evaluated) {
            return text.replace("${{", "${{ \"${{\" }}");
        }
        Translated translated = texts.template(text);
        changes.addAll(translated.changes());
        return translated.text();
    }
}
