package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.MetricConfig;

/// What Kayenta's judge follows without looking whether it is there. A classifier belongs to it, but means no weights
/// here, as it does where it is empty.
final class Followed {

    private Followed() {}

    /// @throws JudgeFails when there is no list of pairs; it may be empty
    static void checkPairs(JsonNode pairs) {
        if (pairs.isMissingNode() || pairs.isNull()) {
            throw JudgeFails.nothing("metricSetPairs", "metricSetPairs is null");
        }
    }

    /// @throws JudgeFails when a metric that counts has no list of groups; it may be empty
    static void checkGroups(JsonNode metrics, CanaryConfig judged) {
        judged.metrics().stream().filter(metric -> !metric.muted()).forEach(metric -> checkGroups(metrics, metric));
    }

    /// @throws JudgeFails when a side is missing
    static void checkValues(JsonNode pair) {
        for (var side : new String[] {"experiment", "control"}) {
            if (!pair.path("values").hasNonNull(side)) {
                var place = "metricSetPairs '" + pair.path("name").asText() + "' values." + side;
                throw JudgeFails.nothing(place, place + " is null");
            }
        }
    }

    private static void checkGroups(JsonNode metrics, MetricConfig judged) {
        for (var metric : metrics) {
            if (metric.path("name").asText().equals(judged.name())) {
                if (!metric.hasNonNull("groups")) {
                    var place = "canaryConfig.metrics '" + judged.name() + "' groups";
                    throw JudgeFails.nothing(place, place + " is null");
                }
                return;
            }
        }
    }
}
