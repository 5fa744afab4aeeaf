package io.gennaker.cli.spinnaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.NanStrategy;
import io.gennaker.judges.Outliers;
import io.gennaker.judges.kayenta.CanaryConfigReader;
import io.gennaker.judges.kayenta.StoreQueries;
import io.gennaker.judges.kayenta.StoreQuery;
import io.gennaker.judges.kayenta.UnknownSettings;
import io.gennaker.pipeline.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Kayenta's canary configuration as the analysis of a canary stage, in YAML. What it does not know it refuses.
public final class CanaryAnalysisLines {
    private CanaryAnalysisLines() {}

    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static List<String> of(JsonNode document) {
        CanaryConfig config = new CanaryConfigReader(UnknownSettings.REFUSE).read(document);
        Map<String, StoreQuery> queries = StoreQueries.read(document, Map.of());
        var lines = new ArrayList<String>();
        lines.add("analysis:");
        lines.add("  judge: mann-whitney");
        lines.add("  duration: 30m   # as lifetimeDuration of the stage was");
        lines.add("  step: 1m");
        thresholds(document, lines);
        if (!config.groupWeights().isEmpty()) {
            lines.add("  groupWeights:");
            new TreeMap<>(config.groupWeights())
                    .forEach((group, weight) -> lines.add("    " + quoted(group) + ": " + number(weight)));
        }
        lines.add("  metrics:");
        config.metrics().forEach(metric -> metric(metric, Objects.requireNonNull(queries.get(metric.name())), lines));
        return lines;
    }

    private static void thresholds(JsonNode document, List<String> lines) {
        JsonNode thresholds = document.at("/classifier/scoreThresholds");
        if (thresholds.hasNonNull("pass") && thresholds.hasNonNull("marginal")) {
            var read = CanaryConfigReader.thresholds(thresholds);
            lines.add("  pass: " + number(read.pass()));
            lines.add("  marginal: " + number(read.marginal()));
        }
    }

    private static void metric(MetricConfig metric, StoreQuery query, List<String> lines) {
        if (metric.groups().size() > 1) {
            throw new IllegalArgumentException(
                    "metric '%s': found groups %s, must be at most one".formatted(metric.name(), metric.groups()));
        }
        lines.add("    - name: " + quoted(metric.name()));
        lines.add("      query: " + quoted(query.text()));
        if (query.store() != StoreQuery.Store.PROMETHEUS) {
            lines.add("      source: " + query.store().type());
        }
        metric.groups().forEach(group -> lines.add("      group: " + quoted(group)));
        lines.add("      direction: " + metric.direction().name().toLowerCase(Locale.ROOT));
        flag("critical", metric.critical(), lines);
        flag("mustHaveData", metric.mustHaveData(), lines);
        flag("dryRun", metric.muted(), lines);
        if (metric.nanStrategy() == NanStrategy.REPLACE) {
            lines.add("      nanStrategy: replace");
        }
        if (metric.outliers() instanceof Outliers.Remove remove) {
            lines.add("      outlierFactor: " + number(remove.factor()));
        }
        effectSize(metric.effectSize(), lines);
    }

    private static void flag(String key, boolean value, List<String> lines) {
        if (value) {
            lines.add("      " + key + ": true");
        }
    }

    private static void effectSize(EffectSize size, List<String> lines) {
        if (!size.equals(EffectSize.any(EffectSize.Measure.MEAN_RATIO))) {
            lines.add(
                    "      effectSize: {measure: %s, allowedIncrease: %s, allowedDecrease: %s, criticalIncrease: %s, criticalDecrease: %s}"
                            .formatted(
                                    size.measure() == EffectSize.Measure.CLES ? "cles" : "meanRatio",
                                    number(size.allowedIncrease()),
                                    number(size.allowedDecrease()),
                                    number(size.criticalIncrease()),
                                    number(size.criticalDecrease())));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : new Value.Decimal(value).written();
    }

    /// A JSON text is one of YAML, too.
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
