package io.gennaker.deployer.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which pods a workload or a Service means, as Kubernetes defines label selectors.
public record LabelSelector(Map<String, String> equal, List<Requirement> requirements) {

    /// One line of `matchExpressions`.
    public record Requirement(String key, String operator, List<String> values) {
        boolean accepts(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }

        String query() {
            return switch (operator) {
                case "In" -> key + " in (" + String.join(",", values) + ")";
                case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
                case "Exists" -> key;
                default -> "!" + key;
            };
        }
    }

    public LabelSelector {
        equal = Map.copyOf(equal);
        requirements = List.copyOf(requirements);
    }

    public static LabelSelector equal(Map<String, String> labels) {
        return new LabelSelector(labels, List.of());
    }

    /// Reads a workload's `spec.selector`.
    public static LabelSelector of(Value selector) {
        var requirements = new ArrayList<Requirement>();
        for (Value expression : selector.at("matchExpressions").items()) {
            requirements.add(new Requirement(
                    expression.at("key").textOr(""),
                    expression.at("operator").textOr(""),
                    expression.at("values").items().stream()
                            .map(value -> value.textOr(""))
                            .toList()));
        }
        return new LabelSelector(selector.at("matchLabels").texts(), requirements);
    }

    /// A selector that selects nothing selects everything; nobody here ever means that.
    public boolean isEmpty() {
        return equal.isEmpty() && requirements.isEmpty();
    }

    public boolean accepts(Map<String, String> labels) {
        return labels.entrySet().containsAll(equal.entrySet())
                && requirements.stream().allMatch(requirement -> requirement.accepts(labels));
    }

    /// As the API server's query parameter takes it.
    public String query() {
        var parts = new ArrayList<String>();
        new TreeMap<>(equal).forEach((key, value) -> parts.add(key + "=" + value));
        requirements.forEach(requirement -> parts.add(requirement.query()));
        return String.join(",", parts);
    }
}
