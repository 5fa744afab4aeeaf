package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one document.
public final class DefinitionReader {
    private static final String API_VERSION = "gennaker/v1";
    private static final String KINDS = "Pipeline, PipelineTemplate, Cluster, Freeze, NotificationRule";
    /// Stands in for a name that could not be read; the definition is not used then.
    static final String UNREAD = "unread";

    private DefinitionReader() {}

    /// The definition in a document; its problems are added to those of the source.
    public static Optional<Definition> read(Source source, YamlNode root) {
        if (!(root instanceof YamlNode.Mapping mapping)) {
            source.problem(root, "", root.describe(), "a mapping with the keys apiVersion, kind, metadata, spec");
            return Optional.empty();
        }
        checkVersion(source, mapping);
        @Nullable YamlNode kind = mapping.get("kind").orElse(null);
        if (kind == null) {
            source.problem(root, "", "no key 'kind'", KINDS);
            return Optional.empty();
        }
        return switch (kind instanceof YamlNode.Scalar scalar ? scalar.text() : "") {
            case "Pipeline" ->
                Optional.of(
                        TemplatedPipelineReader.namesTemplate(mapping)
                                ? TemplatedPipelineReader.read(source, root)
                                : new PipelineReader(source).read(root));
            case "PipelineTemplate" -> Optional.of(TemplateReader.read(source, root));
            case "NotificationRule" -> Optional.of(NotificationRuleReader.read(source, root));
            case "Cluster" -> Optional.of(cluster(source, root));
            case "Freeze" -> Optional.of(FreezeReader.read(source, root));
            default -> {
                source.problem(kind, "kind", found(kind), KINDS);
                yield Optional.empty();
            }
        };
    }

    private static void checkVersion(Source source, YamlNode.Mapping root) {
        root.get("apiVersion").ifPresent(version -> {
            if (!(version instanceof YamlNode.Scalar scalar) || !scalar.text().equals(API_VERSION)) {
                source.problem(version, "apiVersion", found(version), API_VERSION);
            }
        });
    }

    private static String found(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL
                ? Problem.quote(scalar.text())
                : node.describe();
    }

    private static ClusterDefinition cluster(Source source, YamlNode root) {
        ObjectReader document = ObjectReader.open(source, root, "", Shape.CLUSTER);
        String name =
                document.requiredObject("metadata", Shape.CLUSTER_METADATA).text("name", Words.NAME, UNREAD);
        Optional<ObjectReader> spec = document.object("spec", Shape.CLUSTER_SPEC);
        return new ClusterDefinition(
                name,
                spec.flatMap(object -> object.optionalText("context", Words.CONTEXT))
                        .orElse(name),
                spec.map(object -> object.texts("namespaces", Words.NAMESPACE)).orElse(List.of()),
                spec.filter(object -> object.has("requestsPerSecond"))
                        .map(object -> object.integer("requestsPerSecond", 1, 10_000, 50))
                        .orElse(null),
                spec.map(Labels::read).orElse(Map.of()));
    }
}
