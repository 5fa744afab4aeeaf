package io.gennaker.judges.kayenta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A query of Cloud Monitoring as Kayenta asks it: type of metric and resource, a filter, an aggregation. One setting a
/// line, named as in Google's API.
final class StackdriverQuery {

    static final Set<String> SETTINGS =
            Set.of("metricType", "resourceType", "crossSeriesReducer", "perSeriesAligner", "groupByFields");

    private static final List<String> KUBERNETES_LABELS =
            List.of("location", "node_name", "cluster_name", "pod_name", "container_name", "namespace_name");
    private static final List<String> GKE_LABELS =
            List.of("cluster_name", "namespace_id", "instance_id", "pod_id", "container_name", "zone");
    private static final String USER_LABELS = "user_labels.";

    private StackdriverQuery() {}

    static String text(QueryNode node) {
        var lines = new ArrayList<String>();
        lines.add("filter: " + filter(node));
        lines.add("perSeriesAligner: " + setting(node, "perSeriesAligner", "ALIGN_MEAN"));
        lines.add("crossSeriesReducer: " + setting(node, "crossSeriesReducer", "REDUCE_MEAN"));
        var fields = node.texts("groupByFields");
        if (!fields.isEmpty()) {
            lines.add("groupByFields: " + String.join(", ", fields));
        }
        return String.join("\n", lines);
    }

    /// Of the query; else an extended parameter of the scope; else as Kayenta does.
    private static String setting(QueryNode node, String name, String fallback) {
        return node.text(name).or(() -> node.scope().param(name)).orElse(fallback);
    }

    private static String filter(QueryNode node) {
        var resource = setting(node, "resourceType", "");
        if (resource.isEmpty()) {
            throw new IllegalArgumentException(
                    node.query().path() + ".resourceType: found nothing, must be there, or among params of the scope");
        }
        var custom = node.customFilter(Map.of("resourceType", resource)).replaceAll("\\s*\\R\\s*", " ");
        var clauses = new ArrayList<String>();
        clauses.add("metric.type=" + quoted(node.required("metricType")));
        clauses.add("resource.type=" + quoted(resource));
        if (custom.isEmpty()) {
            clauses.addAll(standard(node, resource));
        } else {
            clauses.add(custom);
        }
        return String.join(" AND ", clauses);
    }

    /// What Kayenta picks by where there is no filter of one's own.
    private static List<String> standard(QueryNode node, String resource) {
        var scope = node.scope();
        var clauses = new ArrayList<String>();
        if (!resource.equals("global")) {
            scope.param("project").ifPresent(project -> clauses.add("project=" + quoted(project)));
        }
        switch (resource) {
            case "gce_instance" -> {
                clauses.add("metadata.user_labels.\"spinnaker-region\"=" + quoted(scope.location()));
                clauses.add("metadata.user_labels.\"spinnaker-server-group\"=" + quoted(scope.scope()));
            }
            case "gae_app" -> {
                clauses.add("resource.labels.version_id=" + quoted(scope.scope()));
                scope.param("service")
                        .ifPresent(service -> clauses.add("resource.labels.module_id=" + quoted(service)));
            }
            case "k8s_container", "k8s_pod", "k8s_node" -> clauses.addAll(labels(scope, KUBERNETES_LABELS));
            case "gke_container" -> clauses.addAll(labels(scope, GKE_LABELS));
            case "global" -> {}
            default ->
                throw new IllegalArgumentException(
                        "%s.resourceType: found '%s' without a custom filter, must be one of [gae_app, gce_instance, gke_container, global, k8s_container, k8s_node, k8s_pod]"
                                .formatted(node.query().path(), resource));
        }
        return clauses;
    }

    private static List<String> labels(ScopeValues scope, List<String> names) {
        var clauses = new ArrayList<String>();
        names.forEach(name ->
                scope.param(name).ifPresent(value -> clauses.add("resource.labels." + name + "=" + quoted(value))));
        scope.params().keySet().stream()
                .filter(name -> name.startsWith(USER_LABELS))
                .sorted()
                .forEach(name -> clauses.add("metadata.user_labels." + quoted(name.substring(USER_LABELS.length()))
                        + "=" + quoted(String.valueOf(scope.params().get(name)))));
        return clauses;
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
