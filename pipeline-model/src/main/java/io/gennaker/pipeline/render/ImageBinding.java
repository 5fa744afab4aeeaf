package io.gennaker.pipeline.render;

import io.gennaker.contracts.Artifact;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Replaces the images of containers by the artifacts of the execution, pinned by digest.
///
/// An image is an artifact's when its repository is the artifact's, whatever tag or digest the manifest has. Remembers
/// which
/// artifacts were bound, so that one which is bound nowhere can be told.
public final class ImageBinding {
    private static final Map<String, List<String>> POD_SPECS = Map.of(
            "Pod", List.of("spec"),
            "Deployment", List.of("spec", "template", "spec"),
            "StatefulSet", List.of("spec", "template", "spec"),
            "DaemonSet", List.of("spec", "template", "spec"),
            "ReplicaSet", List.of("spec", "template", "spec"),
            "Job", List.of("spec", "template", "spec"),
            "CronJob", List.of("spec", "jobTemplate", "spec", "template", "spec"));
    private static final List<String> CONTAINERS = List.of("containers", "initContainers");

    private final List<Artifact> artifacts;
    private final TreeSet<String> bound = new TreeSet<>();

    public ImageBinding(List<Artifact> artifacts) {
        this.artifacts = List.copyOf(artifacts);
    }

    public Manifest bind(Manifest manifest) {
        List<String> path = POD_SPECS.get(manifest.kind());
        return path == null ? manifest : new Manifest(at(manifest.root(), path, this::podSpec));
    }

    /// Names of the artifacts that were bound so far.
    public SortedSet<String> bound() {
        return Collections.unmodifiableSortedSet(bound);
    }

    private YamlNode.Mapping podSpec(YamlNode.Mapping spec) {
        YamlNode.Mapping changed = spec;
        for (String containers : CONTAINERS) {
            changed = withValue(changed, containers, this::containers);
        }
        return changed;
    }

    private YamlNode containers(YamlNode node) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return node;
        }
        var items = new ArrayList<YamlNode>();
        for (YamlNode item : sequence.items()) {
            items.add(item instanceof YamlNode.Mapping container ? withValue(container, "image", this::image) : item);
        }
        return new YamlNode.Sequence(items, sequence.location());
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

    private static YamlNode.Mapping at(
            YamlNode.Mapping mapping, List<String> path, UnaryOperator<YamlNode.Mapping> change) {
        if (path.isEmpty()) {
            return change.apply(mapping);
        }
        return withValue(
                mapping,
                path.getFirst(),
                value -> value instanceof YamlNode.Mapping below
                        ? at(below, path.subList(1, path.size()), change)
                        : value);
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
