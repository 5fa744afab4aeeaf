package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.objects.ApiProblem.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses objects that Kubernetes or Istio would refuse: names, labels, and the rules of each kind that matter to a
/// delivery. Collects everything that is wrong with an object.
final class ObjectRules {

    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern LABEL_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern QUANTITY_OR_PERCENT = Pattern.compile("\\d+%?");
    private static final Set<String> FREE_NAMES = Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final int LARGEST_CONFIGURATION = 1 << 20;
    private static final int MOST_REPLICAS = 500;

    private final Kind kind;
    private final ObjectNode object;
    private final List<Cause> causes = new ArrayList<>();

    private ObjectRules(Kind kind, ObjectNode object) {
        this.kind = kind;
        this.object = object;
    }

    /// @throws ApiProblem 422 with everything that is wrong
    static void check(Kind kind, ObjectNode object) {
        var rules = new ObjectRules(kind, object);
        rules.checkMetadata();
        rules.checkKind();
        rules.refuseIfWrong();
    }

    /// @throws ApiProblem 422 when a field changes that must not
    static void checkChange(Kind kind, ObjectNode before, ObjectNode after) {
        var rules = new ObjectRules(kind, after);
        switch (kind.name()) {
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> rules.immutable(before, "selector");
            case "Job" -> {
                rules.immutable(before, "selector");
                rules.immutable(before, "template");
                rules.immutable(before, "completions");
            }
            default -> {}
        }
        rules.refuseIfWrong();
    }

    private void refuseIfWrong() {
        if (!causes.isEmpty()) {
            throw ApiProblem.invalid(kind, object.path("metadata").path("name").asText(), causes);
        }
    }

    private void checkMetadata() {
        var metadata = object.path("metadata");
        var name = metadata.path("name").asText();
        if (!FREE_NAMES.contains(kind.name()) || name.contains("/") || name.equals("..") || name.equals(".")) {
            checkName(name);
        }
        for (var label : metadata.path("labels").properties()) {
            checkLabel("metadata.labels", label.getKey(), label.getValue());
        }
        for (var annotation : metadata.path("annotations").properties()) {
            if (!annotation.getValue().isTextual()) {
                wrong("metadata.annotations." + annotation.getKey(), annotation.getValue(), "must be a string");
            }
        }
    }

    private void checkName(String name) {
        switch (kind.name()) {
            case "Namespace" ->
                named(LABEL_NAME, 63, name, "a lowercase RFC 1123 label: lower case letters, digits and '-'");
            case "Service" ->
                named(SERVICE_NAME, 63, name, "a DNS-1035 label: lower case letters, digits and '-', a letter first");
            default ->
                named(SUBDOMAIN, 253, name, "a lowercase RFC 1123 subdomain: lower case letters, digits, '-' and '.'");
        }
    }

    private void named(Pattern pattern, int longest, String name, String expectation) {
        if (name.length() > longest || !pattern.matcher(name).matches()) {
            wrong("metadata.name", name, "must be " + expectation + ", at most " + longest + " characters");
        }
    }

    private void checkLabel(String where, String key, JsonNode value) {
        if (!LABEL_KEY.matcher(key).matches()) {
            wrong(where, key, "name part must consist of alphanumeric characters, '-', '_' or '.', at most 63");
        }
        if (!value.isTextual() || !LABEL_VALUE.matcher(value.asText()).matches()) {
            wrong(
                    where,
                    value.asText(),
                    "a valid label must be an empty string or at most 63 alphanumeric characters, '-', '_' or '.'");
        }
    }

    private void checkKind() {
        var spec = object.path("spec");
        if (kind.custom()) {
            if (kind.group().equals("networking.istio.io") && kind.name().equals("VirtualService")) {
                checkVirtualService(spec);
            }
            return;
        }
        switch (kind.name()) {
            case "Deployment" -> {
                checkWorkload(spec);
                checkStrategy(spec.path("strategy").path("rollingUpdate"));
            }
            case "ReplicaSet", "StatefulSet", "DaemonSet" -> checkWorkload(spec);
            case "Job" -> checkJob(spec);
            case "Pod" -> checkPod(spec, "spec");
            case "Service" -> checkService(spec);
            case "ConfigMap" -> checkConfiguration();
            default -> {}
        }
    }

    private void checkWorkload(JsonNode spec) {
        var selector = spec.path("selector");
        if (selector.isEmpty()) {
            causes.add(Cause.required("spec.selector"));
        } else if (!LabelSelector.of(selector).matches(spec.path("template"))) {
            wrong(
                    "spec.template.metadata.labels",
                    spec.path("template").path("metadata").path("labels"),
                    "`selector` does not match template `labels`");
        }
        checkReplicas(spec.path("replicas"));
        checkPod(spec.path("template").path("spec"), "spec.template.spec");
    }

    private void checkReplicas(JsonNode replicas) {
        if (replicas.isMissingNode()) {
            return;
        }
        if (!replicas.isIntegralNumber() || replicas.asInt() < 0) {
            wrong("spec.replicas", replicas, "must be greater than or equal to 0");
        } else if (replicas.asInt() > MOST_REPLICAS) {
            wrong("spec.replicas", replicas, "the simulated cluster holds at most " + MOST_REPLICAS + " replicas");
        }
    }

    private void checkStrategy(JsonNode rolling) {
        for (var field : List.of("maxSurge", "maxUnavailable")) {
            var value = rolling.path(field);
            if (!value.isMissingNode()
                    && !QUANTITY_OR_PERCENT.matcher(value.asText()).matches()) {
                wrong("spec.strategy.rollingUpdate." + field, value, "must be a whole number or a percentage");
            }
        }
        if (zero(rolling.path("maxSurge")) && zero(rolling.path("maxUnavailable"))) {
            wrong(
                    "spec.strategy.rollingUpdate.maxUnavailable",
                    rolling.path("maxUnavailable"),
                    "may not be 0 when `maxSurge` is 0");
        }
    }

    private static boolean zero(JsonNode value) {
        return value.asText().equals("0") || value.asText().equals("0%");
    }

    private void checkJob(JsonNode spec) {
        var policy = spec.path("template").path("spec").path("restartPolicy").asText();
        if (!policy.equals("Never") && !policy.equals("OnFailure")) {
            causes.add(new Cause(
                    "FieldValueNotSupported",
                    "Unsupported value: \"%s\": supported values: \"OnFailure\", \"Never\"".formatted(policy),
                    "spec.template.spec.restartPolicy"));
        }
        checkPod(spec.path("template").path("spec"), "spec.template.spec");
    }

    private void checkPod(JsonNode spec, String path) {
        var containers = spec.path("containers");
        if (!containers.isArray() || containers.isEmpty()) {
            causes.add(Cause.required(path + ".containers"));
        }
        var names = new ArrayList<String>();
        for (var at = 0; at < containers.size(); at++) {
            var container = containers.get(at);
            var where = "%s.containers[%d]".formatted(path, at);
            var name = container.path("name").asText();
            if (name.isEmpty()) {
                causes.add(Cause.required(where + ".name"));
            } else if (!LABEL_NAME.matcher(name).matches() || name.length() > 63) {
                wrong(where + ".name", name, "must be a lowercase RFC 1123 label");
            } else if (names.contains(name)) {
                causes.add(new Cause("FieldValueDuplicate", "Duplicate value: \"" + name + "\"", where + ".name"));
            }
            names.add(name);
            if (container.path("image").asText().isBlank()) {
                causes.add(Cause.required(where + ".image"));
            }
        }
    }

    private void checkService(JsonNode spec) {
        var ports = spec.path("ports");
        if (ports.isEmpty()
                && !spec.path("type").asText().equals("ExternalName")
                && !spec.path("clusterIP").asText().equals("None")) {
            causes.add(Cause.required("spec.ports"));
        }
        for (var at = 0; at < ports.size(); at++) {
            var port = ports.get(at).path("port");
            if (port.asInt() < 1 || port.asInt() > 65_535) {
                wrong("spec.ports[%d].port".formatted(at), port, "must be between 1 and 65535, inclusive");
            }
        }
    }

    private void checkConfiguration() {
        for (var entry : object.path("data").properties()) {
            if (!entry.getValue().isTextual()) {
                wrong("data." + entry.getKey(), entry.getValue(), "must be a string");
            }
        }
        if (object.path("data").toString().length() > LARGEST_CONFIGURATION) {
            causes.add(new Cause(
                    "FieldValueTooLong", "Too long: may not be more than " + LARGEST_CONFIGURATION + " bytes", "data"));
        }
    }

    /// As Istio's own validation: hosts, but for a delegate, and weights that leave somewhere to go.
    private void checkVirtualService(JsonNode spec) {
        if (spec.path("hosts").isEmpty() && spec.path("http").isEmpty()) {
            causes.add(Cause.required("spec.hosts"));
        }
        var routes = spec.path("http");
        for (var at = 0; at < routes.size(); at++) {
            var where = "spec.http[%d]".formatted(at);
            var destinations = routes.get(at).path("route");
            var answersItself = routes.get(at).has("redirect")
                    || routes.get(at).has("directResponse")
                    || routes.get(at).has("delegate");
            if (destinations.isEmpty() && !answersItself) {
                causes.add(Cause.required(where + ".route"));
            }
            var total = 0;
            for (var destination : destinations) {
                var weight = destination.path("weight").asInt();
                if (weight < 0) {
                    wrong(where + ".route.weight", weight, "must not be negative");
                }
                total += weight;
                if (destination.path("destination").path("host").asText().isEmpty()) {
                    causes.add(Cause.required(where + ".route.destination.host"));
                }
            }
            if (destinations.size() > 1 && total == 0) {
                wrong(where + ".route", total, "total destination weight = 0");
            }
        }
    }

    private void immutable(ObjectNode before, String field) {
        var old = before.path("spec").path(field);
        var fresh = object.path("spec").path(field);
        if (!old.isMissingNode() && !old.equals(fresh)) {
            wrong("spec." + field, fresh, "field is immutable");
        }
    }

    private void wrong(String field, Object value, String expectation) {
        causes.add(Cause.invalid(
                field, value instanceof JsonNode node && node.isTextual() ? node.asText() : value, expectation));
    }
}
