package io.gennaker.pipeline.render;

import io.gennaker.contracts.Artifact;
import io.gennaker.pipeline.definition.Binding;
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
        List<String> path = POD_SPECS.get(kind);
        YamlNode.Mapping bound = path == null ? root : at(root, path, this::podSpec);
        for (Binding place : places) {
            if (place.kind().equals(kind)) {
                bound = (YamlNode.Mapping) along(bound, List.of(place.path().split("\\.")));
            }
        }
        return bound;
    }

    /// The node with the images at the end of a path replaced.
    private YamlNode along(YamlNode node, List<String> path) {
        if (path.isEmpty()) {
            return image(node);
        }
        String field = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return node;
        }
        return field.endsWith(EACH)
                ? withValue(mapping, field.substring(0, field.length() - EACH.length()), list -> each(list, rest))
                : withValue(mapping, field, below -> along(below, rest));
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
