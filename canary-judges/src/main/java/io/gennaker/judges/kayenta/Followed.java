package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.MetricConfig;

/// What Kayenta's judge follows without looking whether it is there.
final class Followed {

    private Followed() {}

    /// @throws JudgeFails when there is no list of pairs; it may be empty
    static void checkPairs(JsonNode pairs) {
        if (pairs.isMissingNode() || pairs.isNull()) {
            throw JudgeFails.nothing("metricSetPairs", "metricSetPairs is null");
        }
    }

    /// @throws JudgeFails for the first thing that is missing
    static void checkConfig(JsonNode config, CanaryConfig judged) {
        if (!config.hasNonNull("classifier")) {
            throw JudgeFails.nothing(
                    "canaryConfig.classifier",
                    "Cannot invoke \"com.netflix.kayenta.canary.CanaryClassifierConfig.getGroupWeights()\" because the"
                            + " return value of \"com.netflix.kayenta.canary.CanaryConfig.getClassifier()\" is null");
        }
        judged.metrics().stream()
                .filter(metric -> !metric.muted())
                .forEach(metric -> checkGroups(config.path("metrics"), metric));
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
