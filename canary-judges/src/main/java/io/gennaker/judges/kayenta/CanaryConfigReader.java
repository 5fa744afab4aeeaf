package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.Direction;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.NanStrategy;
import io.gennaker.judges.Outliers;
import io.gennaker.judges.ScoreThresholds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Reads the judging part of Kayenta's canary configuration. Queries, templates and scopes belong to Kayenta's metric
/// stores and are left aside.
public final class CanaryConfigReader {

    private static final Set<String> CANARY_SETTINGS =
            Set.of("direction", "nanStrategy", "critical", "mustHaveData", "muted", "effectSize", "outliers");
    private static final Set<String> OUTLIER_SETTINGS = Set.of("strategy", "outlierFactor");
    private static final Set<String> EFFECT_SETTINGS =
            Set.of("measure", "allowedIncrease", "allowedDecrease", "criticalIncrease", "criticalDecrease");

    private static final Map<String, Direction> DIRECTIONS =
            Map.of("increase", Direction.INCREASE, "decrease", Direction.DECREASE, "either", Direction.EITHER);
    private static final Map<String, NanStrategy> NAN_STRATEGIES =
            Map.of("remove", NanStrategy.REMOVE, "replace", NanStrategy.REPLACE);
    private static final Map<String, EffectSize.Measure> MEASURES =
            Map.of("meanRatio", EffectSize.Measure.MEAN_RATIO, "cles", EffectSize.Measure.CLES);
    private static final Map<String, Boolean> REMOVE_OUTLIERS = Map.of("remove", true, "keep", false);

    private static final double DEFAULT_FACTOR = 3.0;

    private final UnknownSettings unknownSettings;

    public CanaryConfigReader(UnknownSettings unknownSettings) {
        this.unknownSettings = unknownSettings;
    }

    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public CanaryConfig read(JsonNode document) {
        var config = JsonObject.root("canaryConfig", document);
        var metrics = config.objects("metrics").stream()
                .map(metric -> metric(metric, metric.text("name")))
                .toList();
        return new CanaryConfig(metrics, weights(config.object("classifier").object("groupWeights")));
    }

    /// Only the metrics of those pairs, each the first of its name, looked at in the order of the pairs: Kayenta looks
    // at
    /// no other, so their mistakes do not stop it.
    ///
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    CanaryConfig read(JsonNode document, JsonNode pairs) {
        var config = JsonObject.root("canaryConfig", document);
        var all = config.objects("metrics");
        var metrics = new LinkedHashMap<String, MetricConfig>();
        for (var pair : pairs) {
            var name = pair.path("name").asText();
            var metric = all.stream()
                    .filter(one -> name.equals(one.node().path("name").asText()))
                    .findFirst()
                    .orElseThrow(() -> JudgeFails.unknownMetric(name));
            Followed.checkValues(pair);
            if (!metrics.containsKey(name)) {
                metrics.put(name, metric(metric, name));
            }
        }
        return new CanaryConfig(
                List.copyOf(metrics.values()),
                weights(config.object("classifier").object("groupWeights")));
    }

    /// The two thresholds, as given.
    ///
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static ScoreThresholds thresholds(JsonNode document) {
        var thresholds = JsonObject.root("scoreThresholds", document);
        return new ScoreThresholds(threshold(thresholds, "pass"), threshold(thresholds, "marginal"));
    }

    /// As Kayenta has them: a threshold that is null or absent is 0.0, and none at all make its judge fail.
    static ScoreThresholds thresholdsOrZero(JsonNode document) {
        if (document.isNull() || document.isMissingNode()) {
            throw JudgeFails.nothing(
                    "scoreThresholds",
                    "Cannot invoke \"com.netflix.kayenta.canary.CanaryClassifierThresholdsConfig.getPass()\" because"
                            + " \"scoreThresholds\" is null");
        }
        var thresholds = JsonObject.root("scoreThresholds", document);
        return new ScoreThresholds(
                document.hasNonNull("pass") ? threshold(thresholds, "pass") : 0.0,
                document.hasNonNull("marginal") ? threshold(thresholds, "marginal") : 0.0);
    }

    private static double threshold(JsonObject thresholds, String name) {
        return JsonObject.typedNumber(
                thresholds.path() + "." + name, thresholds.node().get(name));
    }

    private Map<String, Double> weights(JsonObject groupWeights) {
        var weights = new LinkedHashMap<String, Double>();
        groupWeights
                .node()
                .properties()
                .forEach(weight -> weights.put(
                        weight.getKey(), weight(groupWeights.path() + "." + weight.getKey(), weight.getValue())));
        return weights;
    }

    private double weight(String place, JsonNode weight) {
        return weight.isNull() && unknownSettings == UnknownSettings.MEAN_DEFAULT
                ? 0.0
                : JsonObject.typedNumber(place, weight);
    }

    /// In the order in which Kayenta looks at the settings: of several mistakes it tells the first.
    private MetricConfig metric(JsonObject metric, String name) {
        var canary = metric.object("analysisConfigurations").object("canary");
        checkNames(canary, CANARY_SETTINGS);
        var direction = choice(canary, "direction", DIRECTIONS, "either");
        var nanStrategy = choice(canary, "nanStrategy", NAN_STRATEGIES, "remove");
        var outliers = settings(canary, "outliers");
        checkNames(outliers, OUTLIER_SETTINGS);
        boolean removesOutliers = choice(outliers, "strategy", REMOVE_OUTLIERS, "keep");
        var factor = outliers.number("outlierFactor", DEFAULT_FACTOR, 0.0);
        var critical = canary.flag("critical");
        var mustHaveData = canary.flag("mustHaveData");
        var muted = canary.flag("muted");
        var effectSize = effectSize(settings(canary, "effectSize"));
        if (removesOutliers && !(factor > 0.0)) {
            throw JudgeFails.factorNotPositive(outliers.path() + ".outlierFactor", factor);
        }
        return new MetricConfig(
                name,
                groups(metric),
                direction,
                nanStrategy,
                removesOutliers ? new Outliers.Remove(factor) : new Outliers.Keep(),
                effectSize,
                critical,
                mustHaveData,
                muted);
    }

    private JsonObject settings(JsonObject parent, String name) {
        return switch (unknownSettings) {
            case REFUSE -> parent.object(name);
            case MEAN_DEFAULT -> parent.objectOrEmpty(name);
        };
    }

    private static List<String> groups(JsonObject metric) {
        return metric.elements("groups").stream()
                .map(group -> {
                    if (!group.isTextual()) {
                        throw JsonObject.refusal(metric.path() + ".groups", group, "text");
                    }
                    return group.textValue();
                })
                .toList();
    }

    private EffectSize effectSize(JsonObject effectSize) {
        checkNames(effectSize, EFFECT_SETTINGS);
        var measure = choice(effectSize, "measure", MEASURES, "meanRatio");
        return new EffectSize(
                measure,
                limit(effectSize, "allowedIncrease", measure),
                limit(effectSize, "allowedDecrease", measure),
                limit(effectSize, "criticalIncrease", measure),
                limit(effectSize, "criticalDecrease", measure));
    }

    /// An explicit null reads as 0.0 in Kayenta, which lets any increase through; refusing it is the safer reading.
    private double limit(JsonObject effectSize, String name, EffectSize.Measure measure) {
        if (unknownSettings == UnknownSettings.REFUSE
                && effectSize.node().path(name).isNull()) {
            throw new IllegalArgumentException(
                    effectSize.path() + "." + name + ": found null, must be a number or absent");
        }
        return effectSize.number(name, measure.noDifference(), 0.0);
    }

    private <T> T choice(JsonObject object, String name, Map<String, T> choices, String fallback) {
        return switch (unknownSettings) {
            case REFUSE -> chosen(object, name, choices, fallback);
            case MEAN_DEFAULT ->
                choices.getOrDefault(object.anyText(name, fallback), Objects.requireNonNull(choices.get(fallback)));
        };
    }

    private static <T> T chosen(JsonObject object, String name, Map<String, T> choices, String fallback) {
        var text = object.text(name, fallback);
        var chosen = choices.get(text);
        if (chosen == null) {
            throw new IllegalArgumentException("%s.%s: found '%s', must be one of %s"
                    .formatted(
                            object.path(),
                            name,
                            text,
                            choices.keySet().stream().sorted().toList()));
        }
        return chosen;
    }

    private void checkNames(JsonObject object, Set<String> names) {
        switch (unknownSettings) {
            case REFUSE -> object.allowOnly(names);
            case MEAN_DEFAULT -> {}
        }
    }
}
