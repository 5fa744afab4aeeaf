package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads a pipeline that names a template. Whether the two fit is seen when it is expanded.
final class TemplatedPipelineReader {
    private static final Map<String, TemplateChannel> CHANNELS =
            Choices.of("stable", TemplateChannel.STABLE, "next", TemplateChannel.NEXT);

    private TemplatedPipelineReader() {}

    static boolean namesTemplate(YamlNode.Mapping root) {
        return root.get("spec").orElse(null) instanceof YamlNode.Mapping spec
                && spec.get("template").isPresent();
    }

    static TemplatedPipeline read(Source source, YamlNode root) {
        ObjectReader document = ObjectReader.open(source, root, "", Shape.PIPELINE);
        ObjectReader metadata = document.requiredObject("metadata", Shape.PIPELINE_METADATA);
        ObjectReader template = document.requiredObject("spec", Shape.TEMPLATED_SPEC)
                .requiredObject("template", Shape.TEMPLATE_REFERENCE);
        String name = metadata.text("name", Words.NAME, DefinitionReader.UNREAD);
        var files = new TreeSet<>(template.texts("files", Words.FILE));
        return new TemplatedPipeline(
                name,
                metadata.text("application", Words.NAME, name),
                metadata.optionalText("description", Words.PROSE).orElse(null),
                reference(template),
                PlainValues.byName(template, "variables"),
                insertions(template, files),
                files);
    }

    private static TemplatedPipeline.Reference reference(ObjectReader template) {
        String name = template.text("name", Words.NAME, DefinitionReader.UNREAD);
        TemplateChannel channel = template.choice("channel", CHANNELS, TemplateChannel.STABLE);
        if (template.has("digest") && template.has("channel")) {
            template.problem("digest", "a digest beside a channel", "one of the two");
        }
        return template.optionalText("digest", Words.DIGEST)
                .<TemplatedPipeline.Reference>map(
                        digest -> new TemplatedPipeline.Reference.Pinned(name, new Digest(digest)))
                .orElseGet(() -> new TemplatedPipeline.Reference.Followed(name, channel));
    }

    private static SortedSet<String> insertions(ObjectReader template, SortedSet<String> files) {
        var points = new TreeSet<String>();
        for (YamlNode.Entry entry : template.entries("insert")) {
            String point = entry.key().text();
            points.add(point);
            String path = template.pathOf("insert") + "." + point;
            if (entry.value() instanceof YamlNode.Sequence stages) {
                for (int i = 0; i < stages.items().size(); i++) {
                    checkStage(template, stages.items().get(i), path + "[" + i + "]");
                }
                addFiles(template, stages, path, files);
            } else {
                template.source().problem(entry.value(), path, entry.value().describe(), "a list of stages");
            }
        }
        return points;
    }

    private static void checkStage(ObjectReader template, YamlNode stage, String path) {
        if (!(stage instanceof YamlNode.Mapping mapping)) {
            template.source().problem(stage, path, stage.describe(), "a stage with the keys id, kind and its own");
        } else if (!(mapping.get("id").orElse(null) instanceof YamlNode.Scalar id) || !Words.STAGE_ID.fit(id.text())) {
            template.source().problem(stage, path, "no id that is one", Words.STAGE_ID.allowed());
        }
    }

    private static void addFiles(
            ObjectReader template, YamlNode.Sequence stages, String path, SortedSet<String> files) {
        for (YamlNode.Scalar file : Manifests.in(stages)) {
            if (Words.FILE.fit(file.text())) {
                files.add(file.text());
            } else {
                template.source().problem(file, path, quote(file.text()), Words.FILE.allowed());
            }
        }
    }
}
