package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The templates that a StatefulSet or DaemonSet has had, as ControllerRevisions: numbered, the newest with the highest
/// number. A template that comes back keeps its name and gets the next number.
final class RevisionHistory {
    static final String LABEL = "controller-revision-hash";
    private static final String RESOURCE = "controllerrevisions.apps";
    private static final int USUAL_LIMIT = 10;

    private final ClusterAccess cluster;
    private final ObjectNode set;

    RevisionHistory(ClusterAccess cluster, ObjectNode set) {
        this.cluster = cluster;
        this.set = set;
    }

    /// The name of the set's template, which is kept from now on.
    String current() {
        var all = all();
        var template = set.path("spec").path("template");
        var known = all.stream()
                .filter(revision -> template(revision).equals(template))
                .findFirst();
        long newest = all.isEmpty() ? 0 : number(all.getLast());
        if (known.isEmpty()) {
            return create(template, newest + 1);
        }
        if (number(known.get()) < newest) {
            cluster.change(key(known.get()), Part.WHOLE, revision -> revision.put("revision", newest + 1));
        }
        return Owners.name(known.get());
    }

    private String create(JsonNode template, long number) {
        var name = Owners.name(set) + "-" + TemplateHash.of(template);
        var revision = set.objectNode();
        revision.put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
        revision.withObject("/metadata").put("name", name);
        Owners.own(revision, set);
        var kept = revision.withObject("/data/spec/template");
        kept.put("$patch", "replace");
        kept.setAll((ObjectNode) template.deepCopy());
        revision.put("revision", number);
        cluster.create(RESOURCE, Owners.namespace(set), revision);
        return name;
    }

    /// The template of a name, where it is kept.
    Optional<ObjectNode> template(String name) {
        return Optional.ofNullable(cluster.find(new ObjectKey(RESOURCE, Owners.namespace(set), name)))
                .map(RevisionHistory::template);
    }

    /// Drops the oldest templates that no pod is made of, beyond the limit of the set.
    void truncate(Set<String> used) {
        var idle = all().stream()
                .filter(revision -> !used.contains(Owners.name(revision)))
                .toList();
        int limit = set.path("spec").path("revisionHistoryLimit").asInt(USUAL_LIMIT);
        idle.stream()
                .limit(Math.max(0, idle.size() - limit))
                .forEach(revision -> cluster.delete(key(revision), DeleteOptions.background()));
    }

    /// The oldest first.
    private List<ObjectNode> all() {
        return Owners.controlled(cluster.store(), RESOURCE, set).stream()
                .sorted(Comparator.comparingLong(RevisionHistory::number))
                .toList();
    }

    private static ObjectKey key(ObjectNode revision) {
        return new ObjectKey(RESOURCE, Owners.namespace(revision), Owners.name(revision));
    }

    private static long number(JsonNode revision) {
        return revision.path("revision").asLong();
    }

    private static ObjectNode template(JsonNode revision) {
        var template =
                (ObjectNode) revision.path("data").path("spec").path("template").deepCopy();
        template.remove("$patch");
        return template;
    }

    static String of(JsonNode pod) {
        return pod.path("metadata").path("labels").path(LABEL).asText();
    }
}
