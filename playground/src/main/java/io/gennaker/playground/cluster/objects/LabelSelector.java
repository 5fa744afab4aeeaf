package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Chooses objects by their labels. Read from the query parameter `labelSelector` or from a `LabelSelector` object.
public record LabelSelector(List<Requirement> requirements) {

    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)\\s*");
    private static final Pattern NOT_EQUAL = Pattern.compile("\\s*([^=!\\s]+)\\s*!=\\s*([^=!\\s]*)\\s*");
    private static final Pattern EQUAL = Pattern.compile("\\s*([^=!\\s]+)\\s*==?\\s*([^=!\\s]*)\\s*");
    private static final Pattern PRESENT = Pattern.compile("\\s*(!?)\\s*([^=!\\s(),]+)\\s*");

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /// What a label has to be.
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    public record Requirement(String label, Operator operator, Set<String> values) {

        boolean matches(JsonNode labels) {
            var value = labels.get(label);
            return switch (operator) {
                case IN -> value != null && values.contains(value.asText());
                case NOT_IN -> value == null || !values.contains(value.asText());
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    /// Reads `app=shop,tier in (web, api),!canary`.
    ///
    /// @throws ApiProblem 400 when the text is not a selector
    public static LabelSelector parse(String text) {
        var requirements = new ArrayList<Requirement>();
        for (var part : text.split(",(?![^(]*\\))")) {
            if (!part.isBlank()) {
                requirements.add(requirement(part));
            }
        }
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(String part) {
        var set = SET.matcher(part);
        if (set.matches()) {
            var values = new TreeSet<String>();
            for (var value : set.group(3).split(",")) {
                values.add(value.strip());
            }
            return new Requirement(set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        var notEqual = NOT_EQUAL.matcher(part);
        if (notEqual.matches()) {
            return new Requirement(notEqual.group(1), Operator.NOT_IN, Set.of(notEqual.group(2)));
        }
        var equal = EQUAL.matcher(part);
        if (equal.matches()) {
            return new Requirement(equal.group(1), Operator.IN, Set.of(equal.group(2)));
        }
        var present = PRESENT.matcher(part);
        if (present.matches()) {
            return new Requirement(
                    present.group(2), present.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST, Set.of());
        }
        throw ApiProblem.badRequest("unable to parse requirement: found '" + part + "'");
    }

    /// Reads the `matchLabels` and `matchExpressions` of a workload's selector.
    public static LabelSelector of(JsonNode selector) {
        var requirements = new ArrayList<Requirement>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> requirements.add(new Requirement(
                        label.getKey(), Operator.IN, Set.of(label.getValue().asText()))));
        for (var expression : selector.path("matchExpressions")) {
            var values = new TreeSet<String>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            requirements.add(new Requirement(
                    expression.path("key").asText(),
                    operator(expression.path("operator").asText()),
                    values));
        }
        return new LabelSelector(requirements);
    }

    private static Operator operator(String text) {
        return switch (text) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default ->
                throw ApiProblem.badRequest(
                        "\"%s\" is not a valid label selector operator, allowed are In, NotIn, Exists, DoesNotExist"
                                .formatted(text));
        };
    }

    public boolean matches(JsonNode object) {
        var labels = object.path("metadata").path("labels");
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    /// The form that the scale subresource reports: `app=shop,tier in (api,web)`.
    public String text() {
        var parts = new ArrayList<String>();
        for (var requirement : requirements) {
            parts.add(
                    switch (requirement.operator) {
                        case IN ->
                            requirement.values.size() == 1
                                    ? requirement.label + "="
                                            + requirement.values.iterator().next()
                                    : requirement.label + " in (" + String.join(",", requirement.values) + ")";
                        case NOT_IN -> requirement.label + " notin (" + String.join(",", requirement.values) + ")";
                        case EXISTS -> requirement.label;
                        case DOES_NOT_EXIST -> "!" + requirement.label;
                    });
        }
        return String.join(",", parts);
    }
}
