package io.gennaker.judges.kayenta;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// PromQL as Kayenta writes it: the average of a metric over a filter, or an expression of one's own.
final class PrometheusQuery {

    static final Set<String> SETTINGS = Set.of("resourceType", "metricName", "labelBindings", "groupByFields");

    private static final String WHOLE = "PromQL:";

    private PrometheusQuery() {}

    static String text(QueryNode node) {
        var filter = node.customFilter(Map.of());
        if (filter.startsWith(WHOLE)) {
            return filter.substring(WHOLE.length()).strip();
        }
        var filters = Stream.concat(node.texts("labelBindings").stream(), Stream.of(filter))
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining(","));
        var fields = node.texts("groupByFields");
        var grouped = fields.isEmpty() ? "" : " by (" + String.join(", ", fields) + ")";
        return "avg(" + node.required("metricName") + (filters.isEmpty() ? "" : "{" + filters + "}") + ")" + grouped;
    }
}
