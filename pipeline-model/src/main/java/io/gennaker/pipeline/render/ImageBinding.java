package io.gennaker.pipeline.render;

import io.gennaker.contracts.Artifact;
import io.gennaker.pipeline.definition.Binding;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Replaces the images of containers by the artifacts of the execution, pinned by digest.
///
/// An image is an artifact's when its repository is the artifact's, whatever tag or digest the manifest has. Remembers
/// which artifacts were bound, so that one which is bound nowhere can be told.
public final class ImageBinding {
    private static final Map<String, List<String>> POD_SPECS = Map.of(
            "Pod", List.of("spec"),
            "Deployment", List.of("spec", "template", "spec"),
            "StatefulSet", List.of("spec", "template", "spec"),
            "DaemonSet", List.of("spec", "template", "spec"),
            "ReplicaSet", List.of("spec", "template", "spec"),
            "Job", List.of("spec", "template", "spec"),
            "CronJob", List.of("spec", "jobTemplate", "spec", "template", "spec"));
    private static final String EACH = "[*]";
    private static final List<String> CONTAINERS = List.of("containers", "initContainers");
    /// Operations of a JSON Patch that put a value somewhere.
    private static final Set<String> PUTS = Set.of("add", "replace");

    private final List<Artifact> artifacts;
    private final List<Binding> places;
    private final TreeSet<String> bound = new TreeSet<>();

    /// @param places beside the usual ones
    public ImageBinding(List<Artifact> artifacts, List<Binding> places) {
        this.artifacts = List.copyOf(artifacts);
        this.places = List.copyOf(places);
    }

    /// With the usual places only.
    public ImageBinding(List<Artifact> artifacts) {
        this(artifacts, List.of());
    }

    public Manifest bind(Manifest manifest) {
        return new Manifest(bind(manifest.kind(), manifest.root()));
    }

    /// Where images are looked for beside the usual places.
    public List<Binding> places() {
        return places;
    }

    /// An object of a kind, or a part of one.
    public YamlNode.Mapping bind(String kind, YamlNode.Mapping root) {
        YamlNode.Mapping bound = root;
        for (List<String> path : paths(kind)) {
            bound = (YamlNode.Mapping) along(bound, path);
        }
        return bound;
    }

    /// The operations of a JSON Patch (RFC 6902) of an object of a kind.
    public YamlNode.Sequence bind(String kind, YamlNode.Sequence operations) {
        return new YamlNode.Sequence(
                operations.items().stream()
                        .map(operation ->
                                operation instanceof YamlNode.Mapping mapping ? put(kind, mapping) : operation)
                        .toList(),
                operations.location());
    }

    /// What an operation puts somewhere: an image, or an object that has one further below.
    private YamlNode put(String kind, YamlNode.Mapping operation) {
        if (!(operation.get("path").orElse(null) instanceof YamlNode.Scalar pointer)
                || !(operation.get("op").orElse(null) instanceof YamlNode.Scalar op)
                || !PUTS.contains(op.text())) {
            return operation;
        }
        List<String> at = Stream.of(pointer.text().split("/")).skip(1).toList();
        YamlNode.Mapping bound = operation;
        for (List<String> path : paths(kind)) {
            if (isOn(path, at)) {
                bound = withValue(bound, "value", value -> along(value, path.subList(at.size(), path.size())));
            }
        }
        return bound;
    }

    private static boolean isOn(List<String> path, List<String> at) {
        return at.size() <= path.size()
                && IntStream.range(0, at.size())
                        .allMatch(i -> path.get(i).equals(EACH) || path.get(i).equals(at.get(i)));
    }

    private List<List<String>> paths(String kind) {
        var paths = new ArrayList<List<String>>();
        List<String> podSpec = POD_SPECS.get(kind);
        if (podSpec != null) {
            for (String containers : CONTAINERS) {
                paths.add(Stream.concat(podSpec.stream(), Stream.of(containers, EACH, "image"))
                        .toList());
            }
        }
        places.stream()
                .filter(place -> place.kind().equals(kind))
                .map(place -> List.of(place.path().replace(EACH, "." + EACH).split("\\.")))
                .forEach(paths::add);
        return paths;
    }

    /// The node with the images at the end of a path replaced.
    private YamlNode along(YamlNode node, List<String> path) {
        if (path.isEmpty()) {
            return image(node);
        }
        List<String> rest = path.subList(1, path.size());
        if (path.getFirst().equals(EACH)) {
            return each(node, rest);
        }
        return node instanceof YamlNode.Mapping mapping
                ? withValue(mapping, path.getFirst(), below -> along(below, rest))
                : node;
    }

    private YamlNode each(YamlNode node, List<String> path) {
        return node instanceof YamlNode.Sequence sequence
                ? new YamlNode.Sequence(
                        sequence.items().stream().map(item -> along(item, path)).toList(), sequence.location())
                : node;
    }

    /// Names of the artifacts that were bound so far.
    public SortedSet<String> bound() {
        return Collections.unmodifiableSortedSet(bound);
    }

    private YamlNode image(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return node;
        }
        for (Artifact artifact : artifacts) {
            if (artifact.image().repository().equals(repository(scalar.text()))) {
                bound.add(artifact.name());
                return new YamlNode.Scalar(
                        artifact.image().pinned(),
                        YamlNode.Kind.TEXT,
                        YamlNode.Style.DOUBLE_QUOTED,
                        scalar.location(),
                        scalar.start(),
                        scalar.end());
            }
        }
        return node;
    }

    private static String repository(String image) {
        int at = image.indexOf('@');
        String named = at < 0 ? image : image.substring(0, at);
        int colon = named.lastIndexOf(':');
        return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
    }

    private static YamlNode.Mapping withValue(YamlNode.Mapping mapping, String key, UnaryOperator<YamlNode> change) {
        var entries = new ArrayList<YamlNode.Entry>();
        for (YamlNode.Entry entry : mapping.entries()) {
            boolean meant = entry.key().text().equals(key);
            entries.add(meant ? new YamlNode.Entry(entry.key(), change.apply(entry.value())) : entry);
        }
        return new YamlNode.Mapping(entries, mapping.location());
    }
}
