package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads the stages of a template as far as that goes without values: groups, repetitions, insertion points, ids,
/// files. Those that stand in for artifacts are files, too.
final class TemplateOutline {
    /// Before a path beside the pipeline; without it, a path is beside the template.
    static final String OF_PIPELINE = "pipeline/";

    private final Map<String, YamlNode> ids = new HashMap<>();
    private final SortedSet<String> insertions = new TreeSet<>();
    private final SortedSet<String> files = new TreeSet<>();

    SortedSet<String> insertions() {
        return insertions;
    }

    SortedSet<String> files() {
        return files;
    }

    void read(ObjectReader spec) {
        spec.<Boolean>items("stages", PipelineDefinition.MOST_STAGES, (node, path) -> {
            entry(spec.source(), node, path);
            return Optional.empty();
        });
    }

    /// A default that is none, or depends on values, is left to the check of the whole.
    void readArtifacts(ObjectReader spec) {
        spec.node("artifacts").stream()
                .flatMap(artifacts -> Manifests.defaultsIn(artifacts).stream())
                .map(YamlNode.Scalar::text)
                .filter(file -> !file.startsWith(OF_PIPELINE) && Words.FILE.fit(file))
                .forEach(files::add);
    }

    private void entry(Source source, YamlNode node, String path) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            source.problem(node, path, node.describe(), "a stage, a group of stages or an insertion point");
        } else if (mapping.get("insert").isPresent()) {
            insertion(ObjectReader.open(source, node, path, Shape.INSERTION));
        } else if (mapping.get("stages").isPresent()) {
            ObjectReader group = ObjectReader.open(source, node, path, Shape.STAGE_GROUP);
            id(source, mapping, path);
            repeat(source, mapping, path);
            read(group);
        } else {
            id(source, mapping, path);
            repeat(source, mapping, path);
            files(source, mapping, path);
        }
    }

    private void insertion(ObjectReader point) {
        String name = point.text("insert", Words.STAGE_ID, DefinitionReader.UNREAD);
        point.optionalText("description", Words.PROSE);
        if (!insertions.add(name)) {
            point.problem("insert", quote(name) + " a second time", "each insertion point once");
        }
    }

    /// Plain, because others refer to it; what repeats gets the rest of its name from what it repeats over.
    private void id(Source source, YamlNode.Mapping entry, String path) {
        YamlNode id = entry.get("id").orElse(entry);
        String text = id instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        if (!Words.STAGE_ID.fit(text)) {
            String found = id instanceof YamlNode.Scalar ? quote(text) : "no id";
            source.problem(id, path + ".id", found, Words.STAGE_ID.allowed());
            return;
        }
        YamlNode first = ids.putIfAbsent(text, id);
        if (first != null) {
            source.problem(
                    id,
                    path + ".id",
                    quote(text) + " a second time",
                    "a unique id, also of stages of which one is there at a time (first at " + first.location() + ")");
        }
    }

    private static void repeat(Source source, YamlNode.Mapping entry, String path) {
        entry.get("repeat").ifPresent(node -> {
            ObjectReader repeat = ObjectReader.open(source, node, path + ".repeat", Shape.REPEAT);
            repeat.optionalText("in", Words.CONDITION);
            repeat.optionalText("key", Words.CONDITION);
            repeat.flag("inSequence", false);
        });
    }

    private void files(Source source, YamlNode.Mapping stage, String path) {
        for (YamlNode.Scalar file : Manifests.in(stage)) {
            if (file.text().startsWith(OF_PIPELINE)) {
                continue;
            }
            if (!Words.FILE.fit(file.text())) {
                source.problem(
                        file,
                        path,
                        quote(file.text()),
                        Words.FILE.allowed() + "; or '" + OF_PIPELINE + "' and a path beside the pipeline");
            }
            files.add(file.text());
        }
    }
}
