package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.playground.cluster.kinds.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Chooses objects by a few of their fields, as `fieldSelector=metadata.name=shop,status.phase!=Running` does.
public record FieldSelector(List<Term> terms) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private static final Set<String> ALWAYS = Set.of("metadata.name", "metadata.namespace");

    private static final Map<String, Set<String>> BY_KIND = Map.of(
            "Pod",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            "Event",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            "Namespace",
            Set.of("status.phase"),
            "Secret",
            Set.of("type"),
            "Job",
            Set.of("status.successful"),
            "ReplicaSet",
            Set.of("status.replicas"));

    public FieldSelector {
        terms = List.copyOf(terms);
    }

    /// One comparison of a field with a text.
    public record Term(List<String> path, boolean equal, String value) {
        public Term {
            path = List.copyOf(path);
        }

        boolean matches(JsonNode object) {
            var node = object;
            for (var field : path) {
                node = node.path(field);
            }
            return node.asText("").equals(value) == equal;
        }
    }

    /// @throws ApiProblem 400 when the text is no selector or the kind cannot be chosen by that field
    public static FieldSelector parse(String text, Kind kind) {
        var terms = new ArrayList<Term>();
        for (var part : text.split(",")) {
            if (part.isBlank()) {
                continue;
            }
            var sides = part.split("!=|==|=", 2);
            if (sides.length != 2) {
                throw ApiProblem.badRequest("invalid field selector: found '" + part + "'");
            }
            var field = sides[0].strip();
            var known = BY_KIND.getOrDefault(kind.name(), Set.of());
            if (!ALWAYS.contains(field) && !known.contains(field)) {
                throw ApiProblem.badRequest("field label not supported: %s (for %s: %s)"
                        .formatted(
                                field,
                                kind.name(),
                                Stream.concat(ALWAYS.stream(), known.stream())
                                        .sorted()
                                        .toList()));
            }
            terms.add(new Term(List.of(field.split("\\.")), !part.contains("!="), sides[1].strip()));
        }
        return new FieldSelector(terms);
    }

    public boolean matches(JsonNode object) {
        return terms.stream().allMatch(term -> term.matches(object));
    }
}
