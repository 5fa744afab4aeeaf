package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The tables that `kubectl get` prints.
final class Tables {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "<none>";

    private Tables() {}

    /// @param wide whether it shows only with `-o wide`
    private record Column(String name, boolean wide, Function<JsonNode, String> value) {}

    static ObjectNode of(Kind kind, List<ObjectNode> objects, String version) {
        var columns = columns(kind);
        var table = JSON.createObjectNode().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", version);
        var definitions = table.putArray("columnDefinitions");
        columns.forEach(column -> definitions
                .addObject()
                .put("name", column.name)
                .put("type", "string")
                .put("format", column.name.equals("Name") ? "name" : "")
                .put("description", column.name)
                .put("priority", column.wide ? 1 : 0));
        var rows = table.putArray("rows");
        objects.forEach(object -> row(rows, columns, object));
        return table;
    }

    private static void row(ArrayNode rows, List<Column> columns, ObjectNode object) {
        var row = rows.addObject();
        var cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.value.apply(object)));
        var shell = row.putObject("object");
        shell.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        shell.set("metadata", object.path("metadata"));
    }

    private static List<Column> columns(Kind kind) {
        var columns = new ArrayList<Column>();
        if (!kind.name().equals("Event")) {
            columns.add(column(
                    "Name", object -> object.path("metadata").path("name").asText()));
        }
        switch (kind.resource()) {
            case "pods" -> {
                columns.add(column("Ready", Tables::podReady));
                columns.add(column("Status", Tables::podStatus));
                columns.add(column("Restarts", Tables::podRestarts));
            }
            case "deployments.apps" -> {
                columns.add(column(
                        "Ready", object -> count(object, "readyReplicas") + "/" + text(object.at("/spec/replicas"))));
                columns.add(column("Up-to-date", object -> count(object, "updatedReplicas")));
                columns.add(column("Available", object -> count(object, "availableReplicas")));
            }
            case "replicasets.apps" -> {
                columns.add(column("Desired", object -> text(object.at("/spec/replicas"))));
                columns.add(column("Current", object -> count(object, "replicas")));
                columns.add(column("Ready", object -> count(object, "readyReplicas")));
            }
            case "jobs.batch" -> {
                columns.add(column("Status", Tables::jobStatus));
                columns.add(column(
                        "Completions",
                        object -> count(object, "succeeded") + "/" + text(object.at("/spec/completions"))));
            }
            case "namespaces" -> columns.add(column("Status", object -> text(object.at("/status/phase"))));
            case "services" -> {
                columns.add(column("Type", object -> text(object.at("/spec/type"))));
                columns.add(column("Cluster-IP", object -> text(object.at("/spec/clusterIP"))));
                columns.add(column("Port(s)", Tables::ports));
            }
            case "configmaps", "secrets" ->
                columns.add(column(
                        "Data", object -> Integer.toString(object.path("data").size())));
            case "events" -> {
                columns.add(column("Last Seen", object -> since(text(object.path("lastTimestamp")))));
                columns.add(column("Type", object -> text(object.path("type"))));
                columns.add(column("Reason", object -> text(object.path("reason"))));
                columns.add(column(
                        "Object",
                        object -> text(object.at("/involvedObject/kind")).toLowerCase(Locale.ROOT) + "/"
                                + text(object.at("/involvedObject/name"))));
                columns.add(column("Message", object -> text(object.path("message"))));
                return columns;
            }
            case "virtualservices.networking.istio.io" -> {
                columns.add(column("Gateways", object -> list(object.at("/spec/gateways"))));
                columns.add(column("Hosts", object -> list(object.at("/spec/hosts"))));
            }
            case "destinationrules.networking.istio.io" ->
                columns.add(column("Host", object -> text(object.at("/spec/host"))));
            case "httproutes.gateway.networking.k8s.io" ->
                columns.add(column("Hostnames", object -> list(object.at("/spec/hostnames"))));
            case "customresourcedefinitions.apiextensions.k8s.io" -> {
                columns.add(column("Created At", object -> text(object.at("/metadata/creationTimestamp"))));
                return columns;
            }
            default -> {}
        }
        columns.add(column("Age", object -> since(text(object.at("/metadata/creationTimestamp")))));
        if (kind.namespaced()
                && List.of("deployments.apps", "replicasets.apps", "pods", "jobs.batch")
                        .contains(kind.resource())) {
            columns.add(new Column("Images", true, Tables::images));
        }
        return columns;
    }

    private static Column column(String name, Function<JsonNode, String> value) {
        return new Column(name, false, value);
    }

    private static String text(JsonNode node) {
        var text = node.asText("");
        return text.isEmpty() ? NONE : text;
    }

    private static String count(JsonNode object, String field) {
        return Integer.toString(object.path("status").path(field).asInt());
    }

    private static String list(JsonNode array) {
        return array.isEmpty()
                ? NONE
                : StreamSupport.stream(array.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(",", "[", "]"));
    }

    private static String podReady(JsonNode pod) {
        var ready = 0;
        for (var container : pod.at("/status/containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        return ready + "/" + pod.at("/spec/containers").size();
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        for (var container : pod.at("/status/containerStatuses")) {
            for (var state : List.of("waiting", "terminated")) {
                var reason = container.path("state").path(state).path("reason").asText();
                if (!reason.isEmpty()) {
                    return reason;
                }
            }
        }
        return text(pod.at("/status/phase"));
    }

    private static String podRestarts(JsonNode pod) {
        var restarts = 0;
        for (var container : pod.at("/status/containerStatuses")) {
            restarts += container.path("restartCount").asInt();
        }
        return Integer.toString(restarts);
    }

    private static String jobStatus(JsonNode job) {
        for (var condition : job.at("/status/conditions")) {
            var type = condition.path("type").asText();
            if (condition.path("status").asText().equals("True")
                    && (type.equals("Complete") || type.equals("Failed"))) {
                return type;
            }
        }
        return job.at("/spec/suspend").asBoolean() ? "Suspended" : "Running";
    }

    private static String ports(JsonNode service) {
        var ports = new ArrayList<String>();
        service.at("/spec/ports")
                .forEach(port -> ports.add(
                        port.path("port").asText() + "/" + port.path("protocol").asText()));
        return ports.isEmpty() ? NONE : String.join(",", ports);
    }

    private static String images(JsonNode object) {
        var spec = object.at("/spec/template/spec");
        var images = new ArrayList<String>();
        (spec.isMissingNode() ? object.path("spec") : spec)
                .path("containers")
                .forEach(container -> images.add(container.path("image").asText()));
        return String.join(",", images);
    }

    private static String since(String timestamp) {
        if (timestamp.equals(NONE)) {
            return "<unknown>";
        }
        var age = Duration.between(Instant.parse(timestamp), Instant.now());
        if (age.toSeconds() < 120) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toMinutes() < 180) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
