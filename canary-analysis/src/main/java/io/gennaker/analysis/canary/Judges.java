package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.Counted;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricLimits;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.SequentialTerms;
import io.gennaker.judges.Direction;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.sequential.Terms;
import io.gennaker.judges.threshold.Condition;
import io.gennaker.judges.threshold.Limits;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Reads from a specification how it is to be judged.
final class Judges {

    private Judges() {}

    static Judge of(AnalysisSpec spec, List<PlannedMetric> metrics) {
        return switch (JudgeKind.of(spec.judge())) {
            case MANN_WHITNEY ->
                new Judge.Ranks(
                        JudgePolicy.strict(spec.minimumSamples()),
                        spec.pace() == null ? null : spec.pace().lookback());
            case KAYENTA ->
                new Judge.LikeKayenta(spec.pace() == null ? null : spec.pace().lookback());
            case SEQUENTIAL -> watch(spec, metrics);
            case THRESHOLD ->
                new Judge.Bounds(metrics.stream().map(Judges::limits).toList());
        };
    }

    /// Alpha is shared out evenly, so that it holds for all metrics together.
    private static Judge watch(AnalysisSpec spec, List<PlannedMetric> metrics) {
        var settings = Objects.requireNonNullElse(spec.sequential(), SequentialTerms.DEFAULT);
        var counted =
                metrics.stream().filter(metric -> !metric.config().muted()).count();
        var alpha = settings.alpha() / Math.max(1, counted);
        return new Judge.Watch(
                metrics.stream().map(metric -> terms(metric, alpha)).toList(),
                settings.atHorizon(),
                spec.minimumSamples());
    }

    private static Terms terms(PlannedMetric metric, double alpha) {
        var size = metric.config().effectSize();
        var isRatio = size.measure() == EffectSize.Measure.MEAN_RATIO;
        var inverted = metric.query().counted() instanceof Counted.Requests requests && requests.inverted();
        try {
            return new Terms(
                    alpha,
                    inverted
                            ? opposite(metric.config().direction())
                            : metric.config().direction(),
                    isRatio && !inverted ? size.allowedIncrease() : 1,
                    isRatio && !inverted ? size.allowedDecrease() : 1,
                    margin(metric.spec()));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "metric '%s': %s".formatted(metric.spec().name(), invalid.getMessage()), invalid);
        }
    }

    private static OptionalDouble margin(MetricSpec spec) {
        return spec.margin() == null ? OptionalDouble.empty() : OptionalDouble.of(spec.margin() / 100);
    }

    /// More failures are less success.
    private static Direction opposite(Direction direction) {
        return switch (direction) {
            case INCREASE -> Direction.DECREASE;
            case DECREASE -> Direction.INCREASE;
            case EITHER -> Direction.EITHER;
        };
    }

    private static Limits limits(PlannedMetric metric) {
        var limits = metric.spec().limits();
        if (limits == null) {
            throw new IllegalArgumentException(
                    "metric '" + metric.spec().name() + "': found no limits, judge threshold needs them");
        }
        return new Limits(
                condition(limits.success()),
                condition(limits.failure()),
                limits.failureBudget(),
                limits.consecutiveFailures(),
                limits.inconclusiveBudget(),
                limits.consecutiveMissing(),
                limits.consecutiveSuccesses());
    }

    private static @Nullable Condition condition(MetricLimits.@Nullable Range range) {
        return range == null ? null : new Condition(range.above(), range.below());
    }
}
