package io.gennaker.judges.kayenta.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.jspecify.annotations.Nullable;

/// Kayenta's judge once more: slow, straight on, written from what its source does and sharing nothing with the one
// that
/// is tested. It works on plain maps, as Kayenta does, and leaves arithmetic to the library that Kayenta uses.
public final class KayentaReference {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// One generator for all metrics of a case.
    private final Random random = new Random(42);

    /// @param groups null where the configuration has none, which stops the scores and nothing before
    record Result(
            String label,
            @Nullable String reason,
            boolean critical,
            boolean muted,
            @Nullable List<String> groups) {}

    private record Label(String text, @Nullable String reason, double ratio, boolean critical) {}

    /// The result, or `exception` and `message`.
    public ObjectNode judge(JsonNode input) {
        try {
            return judged(input);
        } catch (RuntimeException failed) {
            return JSON.createObjectNode()
                    .put("exception", failed.getClass().getName())
                    .put("message", failed.getMessage());
        }
    }

    private ObjectNode judged(JsonNode input) {
        var document = JSON.createObjectNode().put("judgeName", "NetflixACAJudge-v1.0");
        var written = document.putArray("results");
        var results = new ArrayList<Result>();
        for (var pair : input.get("metricSetPairs")) {
            results.add(classify(input.get("canaryConfig").get("metrics"), pair, written));
        }
        var weights = new LinkedHashMap<String, Double>();
        // Without a classifier Kayenta fails; here it is as an empty one.
        var configured = notNull(input.get("canaryConfig").path("classifier").get("groupWeights"));
        if (configured != null) {
            configured.properties().forEach(weight -> weights.put(weight.getKey(), typed(weight.getValue())));
        }
        var thresholds = Objects.requireNonNull(notNull(input.get("scoreThresholds")));
        new ReferenceScore(weights, typed(thresholds.get("pass")), typed(thresholds.get("marginal")))
                .addTo(document, results);
        return document;
    }

    private static @Nullable JsonNode notNull(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node;
    }

    /// A number where Kayenta declares one: texts are read, null is 0.0.
    private static double typed(@Nullable JsonNode node) {
        if (notNull(node) == null || node.asText().isEmpty()) {
            return 0.0;
        }
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue();
    }

    private static double[] values(JsonNode pair, String side) {
        var values = Objects.requireNonNull(notNull(pair.get("values").get(side)));
        var all = new ArrayList<Double>();
        values.forEach(value -> all.add(typed(value)));
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private Result classify(JsonNode metrics, JsonNode pair, ArrayNode written) {
        var name = pair.get("name").asText();
        JsonNode metric = null;
        for (var candidate : metrics) {
            if (metric == null && candidate.get("name").asText().equals(name)) {
                metric = candidate;
            }
        }
        if (metric == null) {
            throw new IllegalArgumentException("Could not find metric config for " + name);
        }
        var experiment = values(pair, "experiment");
        var control = values(pair, "control");
        var settings = new Settings(JSON.convertValue(metric.get("analysisConfigurations"), Map.class));

        var direction = settings.text("either", "canary", "direction");
        var replaces = settings.text("none", "canary", "nanStrategy").equals("replace");
        var removes = settings.text("none", "canary", "outliers", "strategy").equals("remove");
        var factor = settings.number(3.0, "canary", "outliers", "outlierFactor");
        var critical = settings.flag("canary", "critical");
        var mustHaveData = settings.flag("canary", "mustHaveData");
        var muted = settings.flag("canary", "muted");
        var isCles =
                settings.text("meanRatio", "canary", "effectSize", "measure").equals("cles");
        var none = isCles ? 0.5 : 1.0;
        var allowedIncrease = settings.number(none, "canary", "effectSize", "allowedIncrease");
        var allowedDecrease = settings.number(none, "canary", "effectSize", "allowedDecrease");
        var criticalIncrease = settings.number(none, "canary", "effectSize", "criticalIncrease");
        var criticalDecrease = settings.number(none, "canary", "effectSize", "criticalDecrease");

        experiment = replaces ? replaced(experiment) : removed(experiment);
        control = replaces ? replaced(control) : removed(control);
        if (removes) {
            if (!(factor > 0.0)) {
                throw new IllegalArgumentException("requirement failed: factor must be greater than zero");
            }
            experiment = withoutOutliers(experiment, factor);
            control = withoutOutliers(control, factor);
        }
        var label = label(name, control, experiment, replaces, critical, mustHaveData, isCles, direction, new double[] {
            allowedIncrease, allowedDecrease, criticalIncrease, criticalDecrease
        });
        var groups = new ArrayList<String>();
        var configured = notNull(metric.get("groups"));
        if (configured != null) {
            configured.forEach(group -> groups.add(group.asText()));
        }
        write(written.addObject(), pair, label, groups, experiment, control, muted);
        return new Result(label.text(), label.reason(), label.critical(), muted, configured == null ? null : groups);
    }

    private static double[] replaced(double[] values) {
        return Arrays.stream(values)
                .map(value -> Double.isNaN(value) ? 0.0 : value)
                .toArray();
    }

    private static double[] removed(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    private static double[] withoutOutliers(double[] values, double factor) {
        var p25 = percentile(values, 25);
        var p75 = percentile(values, 75);
        var lower = Math.min(percentile(values, 1), p25 - factor * (p75 - p25));
        var upper = Math.max(percentile(values, 99), p75 + factor * (p75 - p25));
        return Arrays.stream(values)
                .filter(value -> !(value > upper || value < lower))
                .toArray();
    }

    private static double percentile(double[] values, double percent) {
        return new Percentile()
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(values, percent);
    }

    private Label label(
            String name,
            double[] control,
            double[] experiment,
            boolean replaces,
            boolean critical,
            boolean mustHaveData,
            boolean isCles,
            String direction,
            double[] limits) {
        if (experiment.length == 0 || control.length == 0) {
            if (replaces) {
                return new Label("Pass", null, 1.0, false);
            }
            return mustHaveData && !critical
                    ? new Label("NodataFailMetric", "Missing data for " + name, 1.0, false)
                    : new Label("Nodata", "Missing data for " + name, 1.0, critical);
        }
        if (sameElements(sorted(experiment), sorted(control))) {
            return new Label("Pass", "The Canary and Baseline data are identical", 1.0, false);
        }
        if (distinct(DoubleStream.concat(Arrays.stream(experiment), Arrays.stream(control))) == 1) {
            return new Label("Pass", null, 1.0, false);
        }
        try {
            return compared(name, control, experiment, critical, isCles, direction, limits);
        } catch (IllegalArgumentException _) {
            return new Label("Error", "Metric Classification Failed", Double.NEGATIVE_INFINITY, false);
        }
    }

    private Label compared(
            String name,
            double[] control,
            double[] experiment,
            boolean critical,
            boolean isCles,
            String direction,
            double[] limits) {
        var isDegenerate = distinct(Arrays.stream(experiment)) == 1 && distinct(Arrays.stream(control)) == 1;
        var x = isDegenerate ? noisy(experiment) : experiment;
        var y = isDegenerate ? noisy(control) : control;
        var test = new SlowMannWhitney(x, y, 0.98);
        var ratio = meanRatio(y, x);
        var effect = isCles ? cles(y, x) : ratio;
        var bound = 0.25 * Math.abs(test.estimate);
        if (!direction.equals("decrease") && test.lower > bound && (Double.isNaN(effect) || effect >= limits[0])) {
            var isCritical = critical && (Double.isNaN(effect) || effect >= limits[2]);
            return new Label("High", reason(name, "High", isCritical), ratio, isCritical);
        }
        if (!direction.equals("increase") && test.upper < -bound && (Double.isNaN(effect) || effect <= limits[1])) {
            var isCritical = critical && (Double.isNaN(effect) || effect <= limits[3]);
            return new Label("Low", reason(name, "Low", isCritical), ratio, isCritical);
        }
        return new Label("Pass", null, ratio, false);
    }

    private static String reason(String name, String label, boolean isCritical) {
        return isCritical
                ? "The metric " + name + " was classified as " + label + " (Critical)"
                : name + " was classified as " + label;
    }

    private double[] noisy(double[] values) {
        var deviation = values[0] * 1e-5;
        return Arrays.stream(values)
                .map(value -> value + (random.nextGaussian() * deviation + 0.0))
                .toArray();
    }

    private static double meanRatio(double[] control, double[] experiment) {
        var controlMean = StatUtils.mean(control);
        var experimentMean = StatUtils.mean(experiment);
        return controlMean == 0.0 || experimentMean == 0.0 ? Double.NaN : experimentMean / controlMean;
    }

    private static double cles(double[] control, double[] experiment) {
        var m = experiment.length;
        var n = control.length;
        var all = DoubleStream.concat(Arrays.stream(experiment), Arrays.stream(control))
                .toArray();
        var ranks = new NaturalRanking(NaNStrategy.MAXIMAL, TiesStrategy.AVERAGE).rank(all);
        return (2 * Arrays.stream(ranks, 0, m).sum() - m * (m + 1)) / (2 * n * m);
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).sorted().toArray();
    }

    private static boolean sameElements(double[] one, double[] other) {
        if (one.length != other.length) {
            return false;
        }
        for (var index = 0; index < one.length; index++) {
            if (one[index] != other[index]) {
                return false;
            }
        }
        return true;
    }

    private static long distinct(DoubleStream values) {
        return values.map(value -> value == 0.0 ? 0.0 : value).distinct().count();
    }

    private static void write(
            ObjectNode result,
            JsonNode pair,
            Label label,
            List<String> groups,
            double[] experiment,
            double[] control,
            boolean muted) {
        result.put("name", pair.get("name").asText());
        var tags = result.putObject("tags");
        pair.get("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        if (pair.has("id")) {
            result.put("id", pair.get("id").asText());
        }
        result.put("classification", label.text());
        if (label.reason() != null) {
            result.put("classificationReason", label.reason());
        }
        var named = result.putArray("groups");
        groups.forEach(named::add);
        writeStatistics(result.putObject("experimentMetadata").putObject("stats"), experiment);
        writeStatistics(result.putObject("controlMetadata").putObject("stats"), control);
        if (!label.text().equals("Error")) {
            put(result.putObject("resultMetadata"), "ratio", label.ratio());
        }
        result.put("critical", label.critical());
        result.put("muted", muted);
    }

    private static void writeStatistics(ObjectNode stats, double[] values) {
        var isEmpty = values.length == 0;
        stats.put("count", values.length);
        put(stats, "mean", isEmpty ? 0.0 : StatUtils.mean(values));
        put(stats, "min", isEmpty ? 0.0 : StatUtils.min(values));
        put(stats, "std", values.length <= 1 ? 0.0 : Math.sqrt(StatUtils.variance(values)));
        put(stats, "max", isEmpty ? 0.0 : StatUtils.max(values));
    }

    static void put(ObjectNode object, String name, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            object.put(name, Double.toString(value));
        } else {
            object.put(name, value);
        }
    }
}
