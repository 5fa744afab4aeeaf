package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The PromQL behind each metric of Kayenta's canary configuration, with placeholders for the workload and its
// namespace
/// in place of Kayenta's scope and location.
public final class PrometheusQueries {

    private static final Set<String> SETTINGS = Set.of(
            "type",
            "serviceType",
            "resourceType",
            "metricName",
            "labelBindings",
            "groupByFields",
            "customInlineTemplate",
            "customFilter",
            "customFilterTemplate");
    private static final String WHOLE = "PromQL:";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\\\?\\{([^}]*)}?");
    private static final Map<String, String> VARIABLES = Map.of(
            "scope", "${workload}", "location", "${namespace}", "workload", "${workload}", "namespace", "${namespace}");

    private PrometheusQueries() {}

    /// By name of the metric; where a name stands twice the first counts, as in Kayenta.
    ///
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static Map<String, String> read(JsonNode document) {
        var config = JsonObject.root("canaryConfig", document);
        var queries = new LinkedHashMap<String, String>();
        for (var metric : config.objects("metrics")) {
            var query = metric.object("query");
            checkType(query);
            query.allowOnly(SETTINGS);
            queries.putIfAbsent(metric.text("name"), placed(query.path(), query(config, query)));
        }
        return queries;
    }

    private static void checkType(JsonObject query) {
        var type = query.text("type", query.text("serviceType", "prometheus"));
        if (!type.equals("prometheus")) {
            throw new IllegalArgumentException(
                    query.path() + ".type: found '" + type + "', must be prometheus, the only source so far");
        }
    }

    private static String query(JsonObject config, JsonObject query) {
        var template = template(config, query);
        if (template.strip().startsWith(WHOLE)) {
            return template.strip().substring(WHOLE.length()).strip();
        }
        var filters = Stream.concat(texts(query, "labelBindings").stream(), Stream.of(template.strip()))
                .filter(filter -> !filter.isEmpty())
                .collect(Collectors.joining(","));
        var fields = texts(query, "groupByFields");
        var grouped = fields.isEmpty() ? "" : " by (" + String.join(", ", fields) + ")";
        return "avg(" + query.text("metricName") + (filters.isEmpty() ? "" : "{" + filters + "}") + ")" + grouped;
    }

    private static String template(JsonObject config, JsonObject query) {
        var inline = query.text("customInlineTemplate", query.text("customFilter", ""));
        var name = query.text("customFilterTemplate", "");
        if (!inline.isBlank() || name.isBlank()) {
            return inline;
        }
        var templates = config.object("templates");
        var known = templates
                .node()
                .propertyStream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "%s.customFilterTemplate: found '%s', must be one of %s".formatted(query.path(), name, known));
        }
        return templates.text(name);
    }

    private static List<String> texts(JsonObject query, String name) {
        return query.elements(name).stream()
                .map(element -> {
                    if (!element.isTextual()) {
                        throw JsonObject.refusal(query.path() + "." + name, element, "texts");
                    }
                    return element.textValue();
                })
                .toList();
    }

    /// Exports write a variable as `${scope}` or, escaped, as `$\{scope}`.
    private static String placed(String place, String query) {
        return VARIABLE.matcher(query).replaceAll(found -> {
            if (!VARIABLES.containsKey(found.group(1)) || !found.group().endsWith("}")) {
                throw new IllegalArgumentException("%s: found variable '%s', must be one of ${scope}, ${location}"
                        .formatted(place, found.group()));
            }
            return Matcher.quoteReplacement(Objects.requireNonNull(VARIABLES.get(found.group(1))));
        });
    }
}
