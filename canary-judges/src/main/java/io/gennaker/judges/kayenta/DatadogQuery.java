package io.gennaker.judges.kayenta;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A query of Datadog as Kayenta asks it: a metric of the scope's tag and of more tags.
final class DatadogQuery {

    static final Set<String> SETTINGS = Set.of("metricName", "metricType", "tags");

    private DatadogQuery() {}

    static String text(QueryNode node) {
        var tags = Stream.concat(Stream.of(node.scope().scope()), node.texts("tags").stream())
                .collect(Collectors.joining(","));
        var gauge = node.required("metricName") + "{" + tags + "}";
        return switch (node.text("metricType").orElse("gauge")) {
            case "count", "COUNT" -> "sum:" + gauge + ".as_count()";
            case "gauge", "GAUGE", "rate", "RATE" -> gauge;
            case String other ->
                throw new IllegalArgumentException("%s.metricType: found '%s', must be one of [count, gauge, rate]"
                        .formatted(node.query().path(), other));
        };
    }
}
