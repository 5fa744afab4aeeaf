package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.Direction;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.NanStrategy;
import io.gennaker.judges.Outliers;
import io.gennaker.judges.ScoreThresholds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

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

    private final UnknownSettings unknownSettings;

    public CanaryConfigReader(UnknownSettings unknownSettings) {
        this.unknownSettings = unknownSettings;
    }

    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public CanaryConfig read(JsonNode document) {
        return read(document, _ -> true);
    }

    /// Only the metrics whose name is wanted: Kayenta looks at no other, so their mistakes do not stop it.
    ///
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    CanaryConfig read(JsonNode document, Predicate<String> wanted) {
        var config = JsonObject.root("canaryConfig", document);
        var metrics = config.objects("metrics").stream()
                .filter(metric -> wanted.test(metric.text("name")))
                .map(this::metric)
                .toList();
        return new CanaryConfig(metrics, weights(config.object("classifier").object("groupWeights")));
    }

    /// The two thresholds, as given.
    ///
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static ScoreThresholds thresholds(JsonNode document) {
        var thresholds = JsonObject.root("scoreThresholds", document);
        return new ScoreThresholds(threshold(thresholds, "pass"), threshold(thresholds, "marginal"));
    }

    private static double threshold(JsonObject thresholds, String name) {
        return JsonObject.typedNumber(
                thresholds.path() + "." + name, thresholds.node().get(name));
    }

    private static Map<String, Double> weights(JsonObject groupWeights) {
        var weights = new HashMap<String, Double>();
        groupWeights
                .node()
                .properties()
                .forEach(weight -> weights.put(
                        weight.getKey(),
                        JsonObject.typedNumber(groupWeights.path() + "." + weight.getKey(), weight.getValue())));
        return weights;
    }

    private MetricConfig metric(JsonObject metric) {
        var canary = metric.object("analysisConfigurations").object("canary");
        checkNames(canary, CANARY_SETTINGS);
        return new MetricConfig(
                metric.text("name"),
                groups(metric),
                choice(canary, "direction", DIRECTIONS, "either"),
                choice(canary, "nanStrategy", NAN_STRATEGIES, "remove"),
                outliers(canary.object("outliers")),
                effectSize(canary.object("effectSize")),
                canary.flag("critical"),
                canary.flag("mustHaveData"),
                canary.flag("muted"));
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

    private Outliers outliers(JsonObject outliers) {
        checkNames(outliers, OUTLIER_SETTINGS);
        if (!choice(outliers, "strategy", REMOVE_OUTLIERS, "keep")) {
            return new Outliers.Keep();
        }
        var factor = outliers.number("outlierFactor", 3.0, 0.0);
        if (!(factor > 0.0)) {
            throw new FactorNotPositive(outliers.path() + ".outlierFactor", factor);
        }
        return new Outliers.Remove(factor);
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
        var text = object.text(name, fallback);
        var chosen = choices.get(text);
        if (chosen != null) {
            return chosen;
        }
        return switch (unknownSettings) {
            case REFUSE ->
                throw new IllegalArgumentException("%s.%s: found '%s', must be one of %s"
                        .formatted(
                                object.path(),
                                name,
                                text,
                                choices.keySet().stream().sorted().toList()));
            case MEAN_DEFAULT -> Objects.requireNonNull(choices.get(fallback));
        };
    }

    private void checkNames(JsonObject object, Set<String> names) {
        switch (unknownSettings) {
            case REFUSE -> object.allowOnly(names);
            case MEAN_DEFAULT -> {}
        }
    }
}
