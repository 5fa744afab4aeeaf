package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.CanaryResult.Grade;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.Label;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.ScoreThresholds;
import io.gennaker.judges.Scorer;
import io.gennaker.judges.sequential.Look;
import io.gennaker.judges.sequential.PairTest;
import io.gennaker.judges.sequential.Terms;
import io.gennaker.judges.sequential.Watched;
import io.gennaker.judges.threshold.Condition;
import io.gennaker.judges.threshold.Limited;
import io.gennaker.judges.threshold.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Judges one case by the judges that Kayenta has not. Beside its `canaryConfig`, `scoreThresholds` and
/// `metricSetPairs` a case has `sequential` (`alpha`, `atHorizon`, `minimumSamples`, `margins` in percent by metric) or
/// `limits` by metric. The result has Kayenta's form and a `verdict`, as what was not shown is no Pass.
public final class WatchedCase {

    /// The judge.
    public enum By {
        SEQUENTIAL,
        THRESHOLD
    }

    private static final int MOST_VALUES = 4_000_000;
    private static final int MOST_INTERVALS = 100_000;
    private static final double DEFAULT_ALPHA = 0.05;
    private static final int DEFAULT_SAMPLES = 10;
    private static final int DEFAULT_MISSING = 4;

    private final By by;

    public WatchedCase(By by) {
        this.by = by;
    }

    /// @throws IllegalArgumentException when it is no case, naming the place, what was found and what is allowed
    public ObjectNode judge(JsonNode input) {
        var document = JsonObject.root("case", input);
        var pairs = MetricPairReader.read(input.path("metricSetPairs"), MOST_VALUES);
        var config = new CanaryConfigReader(UnknownSettings.REFUSE).read(input.path("canaryConfig"));
        var read = CanaryConfigReader.thresholds(input.path("scoreThresholds"));
        var thresholds = ScoreThresholds.checked(read.pass(), read.marginal());
        var judgements =
                switch (by) {
                    case SEQUENTIAL -> watched(document.object("sequential"), config, pairs);
                    case THRESHOLD -> limited(document.object("limits"), config, pairs);
                };
        var result = new Scorer(config.groupWeights(), thresholds).score(judgements);
        return ResultJson.of(by == By.SEQUENTIAL ? "sequential" : "threshold", result)
                .put("verdict", verdict(result));
    }

    /// A metric that fails its limits fails the canary; watched metrics are weighed by the score.
    private String verdict(CanaryResult result) {
        var counted = result.metrics().stream()
                .filter(judgement -> !judgement.metric().muted())
                .toList();
        var isBad = by == By.SEQUENTIAL
                ? result.score().grade() == Grade.FAIL && counted.stream().anyMatch(WatchedCase::isDifferent)
                : counted.stream().anyMatch(WatchedCase::isDifferent);
        if (isBad) {
            return "Fail";
        }
        var isShown = !counted.isEmpty()
                && counted.stream().allMatch(judgement -> judgement.label() == Label.PASS || isDifferent(judgement));
        return isShown && result.score().grade() == Grade.PASS ? "Pass" : "Inconclusive";
    }

    private static boolean isDifferent(MetricJudgement judgement) {
        return judgement.label() == Label.HIGH || judgement.label() == Label.LOW;
    }

    private static List<MetricJudgement> watched(JsonObject terms, CanaryConfig config, List<MetricPair> pairs) {
        terms.allowOnly(Set.of("alpha", "atHorizon", "minimumSamples", "margins"));
        var alpha = terms.number("alpha", DEFAULT_ALPHA, DEFAULT_ALPHA);
        var open =
                switch (terms.text("atHorizon", "inconclusive")) {
                    case "inconclusive" -> Watched.Open.UNDECIDED;
                    case "pass" -> Watched.Open.PASS;
                    case String other ->
                        throw new IllegalArgumentException(terms.path() + ".atHorizon: found '" + other
                                + "', must be one of [inconclusive, pass]");
                };
        var minimum = whole(terms, "minimumSamples", DEFAULT_SAMPLES);
        var counted =
                pairs.stream().filter(pair -> !metric(config, pair).muted()).count();
        var margins = terms.object("margins");
        margins.allowOnly(names(pairs));
        return pairs.stream()
                .map(pair -> {
                    var metric = metric(config, pair);
                    var own = terms(metric, alpha / Math.max(1, counted), margin(margins, metric.name()));
                    return new Watched(pair, metric, looks(pair, own)).judgement(open, minimum);
                })
                .toList();
    }

    private static Set<String> names(List<MetricPair> pairs) {
        return pairs.stream().map(MetricPair::name).collect(Collectors.toSet());
    }

    private static OptionalDouble margin(JsonObject margins, String metric) {
        return margins.node().has(metric)
                ? OptionalDouble.of(margins.number(metric, 0, 0) / 100)
                : OptionalDouble.empty();
    }

    private static Terms terms(MetricConfig metric, double alpha, OptionalDouble margin) {
        var size = metric.effectSize();
        var isRatio = size.measure() == EffectSize.Measure.MEAN_RATIO;
        return new Terms(
                alpha,
                metric.direction(),
                isRatio ? size.allowedIncrease() : 1,
                isRatio ? size.allowedDecrease() : 1,
                margin);
    }

    private static List<Look> looks(MetricPair pair, Terms terms) {
        var test = new PairTest(terms);
        var control = pair.control().toArray();
        var experiment = pair.experiment().toArray();
        return IntStream.range(0, Math.min(control.length, experiment.length))
                .mapToObj(index -> {
                    test.add(control[index], experiment[index]);
                    return test.look();
                })
                .toList();
    }

    private static List<MetricJudgement> limited(JsonObject limits, CanaryConfig config, List<MetricPair> pairs) {
        limits.allowOnly(names(pairs));
        var judgements = new ArrayList<MetricJudgement>();
        for (var pair : pairs) {
            var metric = metric(config, pair);
            if (!limits.node().has(metric.name())) {
                throw new IllegalArgumentException(
                        limits.path() + ": found none of metric '" + metric.name() + "', must be there");
            }
            judgements.add(new Limited(pair, metric, limits(limits.object(metric.name())))
                    .judge(true)
                    .judgement());
        }
        return judgements;
    }

    private static Limits limits(JsonObject limits) {
        limits.allowOnly(Set.of(
                "success",
                "failure",
                "failureBudget",
                "consecutiveFailures",
                "inconclusiveBudget",
                "consecutiveMissing",
                "consecutiveSuccesses"));
        return new Limits(
                condition(limits, "success"),
                condition(limits, "failure"),
                whole(limits, "failureBudget", 0),
                whole(limits, "consecutiveFailures", 0),
                whole(limits, "inconclusiveBudget", 0),
                whole(limits, "consecutiveMissing", DEFAULT_MISSING),
                whole(limits, "consecutiveSuccesses", 0));
    }

    private static @Nullable Condition condition(JsonObject limits, String name) {
        if (!limits.node().hasNonNull(name)) {
            return null;
        }
        var condition = limits.object(name);
        condition.allowOnly(Set.of("above", "below"));
        return new Condition(bound(condition, "above"), bound(condition, "below"));
    }

    private static @Nullable Double bound(JsonObject condition, String name) {
        return condition.node().hasNonNull(name) ? condition.number(name, 0, 0) : null;
    }

    private static int whole(JsonObject object, String name, int fallback) {
        var number = object.number(name, fallback, fallback);
        if (number != Math.rint(number) || number < 0 || number > MOST_INTERVALS) {
            throw new IllegalArgumentException("%s.%s: found %s, must be a whole number from 0 to %d"
                    .formatted(object.path(), name, number, MOST_INTERVALS));
        }
        return (int) number;
    }

    private static MetricConfig metric(CanaryConfig config, MetricPair pair) {
        return config.metrics().stream()
                .filter(metric -> metric.name().equals(pair.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metricSetPairs: found name '%s', must be one of %s"
                        .formatted(
                                pair.name(),
                                config.metrics().stream()
                                        .map(MetricConfig::name)
                                        .toList())));
    }
}
