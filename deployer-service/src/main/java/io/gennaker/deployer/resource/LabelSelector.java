package io.gennaker.deployer.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which pods a workload or a Service means, as Kubernetes defines label selectors.
public record LabelSelector(Map<String, String> equal, List<Requirement> requirements) {
    private static final Pattern SET = Pattern.compile("(\\S+) (in|notin) \\((.*)\\)");

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

    /// Reads what [#query] writes.
    public static LabelSelector parse(String query) {
        var equal = new TreeMap<String, String>();
        var requirements = new ArrayList<Requirement>();
        // At commas outside of parentheses.
        for (String part : query.split(",(?![^(]*\\))")) {
            Matcher set = SET.matcher(part);
            if (set.matches()) {
                String operator = set.group(2).equals("in") ? "In" : "NotIn";
                requirements.add(new Requirement(
                        set.group(1), operator, List.of(set.group(3).split(","))));
            } else if (part.contains("=")) {
                String[] pair = part.split("=", 2);
                equal.put(pair[0], pair[1]);
            } else if (!part.isBlank()) {
                boolean absent = part.startsWith("!");
                requirements.add(new Requirement(
                        absent ? part.substring(1) : part, absent ? "DoesNotExist" : "Exists", List.of()));
            }
        }
        return new LabelSelector(equal, requirements);
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
