package io.gennaker.cli.definitions;

import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One definition out of files, with the files that it names.
public record Handed(Definition definition, Written written) {
    /// Kinds in the order in which they are needed: freezes hold what pipelines start, those name templates, and both
    /// name clusters.
    static final List<DefinitionKind> ORDER = List.of(
            DefinitionKind.FREEZE,
            DefinitionKind.CLUSTER,
            DefinitionKind.PIPELINE_TEMPLATE,
            DefinitionKind.NOTIFICATION_RULE,
            DefinitionKind.PIPELINE);

    public static List<Handed> of(List<DefinitionFile> files) {
        return files.stream()
                .flatMap(file -> file.documents().stream().map(document -> of(file, document)))
                .toList();
    }

    private static Handed of(DefinitionFile file, ReadResult.Document document) {
        var own = new TreeMap<>(file.files());
        own.keySet().retainAll(files(document.definition()));
        return new Handed(document.definition(), new Written(file.name(), document.text(), own));
    }

    private static Set<String> files(Definition definition) {
        return switch (definition) {
            case PipelineDefinition pipeline -> pipeline.files();
            case TemplatedPipeline pipeline -> pipeline.files();
            case TemplateDefinition template -> template.files();
            case ClusterDefinition _, FreezeDefinition _, NotificationRule _ -> Set.of();
        };
    }

    /// The definitions of a kind, as the type that they have.
    public static <D extends Definition> Stream<D> definitions(List<Handed> all, Class<D> type) {
        return all.stream().map(Handed::definition).filter(type::isInstance).map(type::cast);
    }

    /// Kind and name, by which people and servers know it.
    public String id() {
        return definition.kind().word() + "/" + definition.name();
    }

    int characters() {
        return written.document().length()
                + written.files().values().stream().mapToInt(String::length).sum();
    }
}
