package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Where a stage that is still YAML names files: the keys `manifest`, `manifests`, `patch` and `canaryConfig`, also
/// inside what it holds.
public final class Manifests {
    private static final Set<String> NAMING = Set.of("manifest", "manifests", "patch", "canaryConfig");

    private Manifests() {}

    /// The places of paths in a stage.
    public static List<YamlNode.Scalar> in(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar _ -> List.of();
            case YamlNode.Sequence sequence ->
                sequence.items().stream().flatMap(item -> in(item).stream()).toList();
            case YamlNode.Mapping mapping ->
                mapping.entries().stream().flatMap(Manifests::in).toList();
        };
    }

    private static Stream<YamlNode.Scalar> in(YamlNode.Entry entry) {
        return switch (entry.key().text()) {
            case String key when NAMING.contains(key) -> paths(entry.value());
            case String key when FreeKeys.ALL.contains(key) -> Stream.of();
            default -> in(entry.value()).stream();
        };
    }

    private static Stream<YamlNode.Scalar> paths(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> Stream.of(scalar);
            case YamlNode.Sequence sequence -> sequence.items().stream().flatMap(Manifests::paths);
            case YamlNode.Mapping _ -> Stream.of();
        };
    }

    /// A stage with other paths.
    public static YamlNode renamed(YamlNode node, UnaryOperator<String> path) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar;
            case YamlNode.Sequence sequence ->
                new YamlNode.Sequence(
                        sequence.items().stream()
                                .map(item -> renamed(item, path))
                                .toList(),
                        sequence.location());
            case YamlNode.Mapping mapping ->
                new YamlNode.Mapping(
                        mapping.entries().stream()
                                .map(entry -> new YamlNode.Entry(entry.key(), renamed(entry, path)))
                                .toList(),
                        mapping.location());
        };
    }

    private static YamlNode renamed(YamlNode.Entry entry, UnaryOperator<String> path) {
        return switch (entry.key().text()) {
            case String key when NAMING.contains(key) -> renamedPaths(entry.value(), path);
            case String key when FreeKeys.ALL.contains(key) -> entry.value();
            default -> renamed(entry.value(), path);
        };
    }

    /// The paths of the files that stand in for expected artifacts from outside.
    static List<YamlNode.Scalar> defaultsIn(YamlNode artifacts) {
        return artifacts instanceof YamlNode.Sequence sequence
                ? sequence.items().stream()
                        .filter(item -> item instanceof YamlNode.Mapping artifact && isFile(artifact))
                        .flatMap(artifact -> ((YamlNode.Mapping) artifact).get("default").stream())
                        .flatMap(Manifests::paths)
                        .toList()
                : List.of();
    }

    /// Expected artifacts with other paths of the files that stand in for those from outside.
    public static YamlNode defaultsRenamed(YamlNode artifacts, UnaryOperator<String> path) {
        if (!(artifacts instanceof YamlNode.Sequence sequence)) {
            return artifacts;
        }
        return new YamlNode.Sequence(
                sequence.items().stream()
                        .map(item -> item instanceof YamlNode.Mapping artifact && isFile(artifact)
                                ? new YamlNode.Mapping(
                                        artifact.entries().stream()
                                                .map(entry -> entry.key().text().equals("default")
                                                        ? new YamlNode.Entry(
                                                                entry.key(), renamedPaths(entry.value(), path))
                                                        : entry)
                                                .toList(),
                                        artifact.location())
                                : item)
                        .toList(),
                sequence.location());
    }

    private static boolean isFile(YamlNode.Mapping artifact) {
        return artifact.get("git").isPresent() || artifact.get("http").isPresent();
    }

    private static YamlNode renamedPaths(YamlNode node, UnaryOperator<String> path) {
        return switch (node) {
            case YamlNode.Scalar scalar ->
                new YamlNode.Scalar(
                        path.apply(scalar.text()),
                        scalar.kind(),
                        scalar.style(),
                        scalar.location(),
                        scalar.start(),
                        scalar.end());
            case YamlNode.Sequence sequence ->
                new YamlNode.Sequence(
                        sequence.items().stream()
                                .map(item -> renamedPaths(item, path))
                                .toList(),
                        sequence.location());
            case YamlNode.Mapping mapping -> mapping;
        };
    }
}
