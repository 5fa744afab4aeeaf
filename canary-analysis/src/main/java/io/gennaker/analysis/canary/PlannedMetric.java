package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.MetricQueries.MetricQuery;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.judges.Direction;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.NanStrategy;
import io.gennaker.judges.Outliers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metric of the specification with its query and its settings for the judge.
public record PlannedMetric(MetricSpec spec, MetricQuery query, MetricConfig config) {

    static PlannedMetric of(MetricSpec spec, MetricQuery query) {
        return new PlannedMetric(
                spec,
                query,
                new MetricConfig(
                        spec.name(),
                        List.of(spec.group()),
                        direction(spec.direction()),
                        nanStrategy(spec.nanStrategy()),
                        outliers(spec.outlierFactor()),
                        effectSize(spec.effectSize()),
                        spec.critical(),
                        spec.mustHaveData(),
                        spec.counting() == MetricSpec.Counting.DRY_RUN));
    }

    private static Direction direction(MetricSpec.Direction direction) {
        return switch (direction) {
            case INCREASE -> Direction.INCREASE;
            case DECREASE -> Direction.DECREASE;
            case EITHER -> Direction.EITHER;
        };
    }

    private static NanStrategy nanStrategy(MetricSpec.NanStrategy strategy) {
        return switch (strategy) {
            case REMOVE -> NanStrategy.REMOVE;
            case REPLACE -> NanStrategy.REPLACE;
        };
    }

    private static Outliers outliers(@Nullable Double factor) {
        return factor == null ? new Outliers.Keep() : new Outliers.Remove(factor);
    }

    private static EffectSize effectSize(MetricSpec.@Nullable EffectSize size) {
        return size == null
                ? EffectSize.any(EffectSize.Measure.MEAN_RATIO)
                : new EffectSize(
                        measure(size.measure()),
                        size.allowedIncrease(),
                        size.allowedDecrease(),
                        size.criticalIncrease(),
                        size.criticalDecrease());
    }

    private static EffectSize.Measure measure(MetricSpec.EffectSize.Measure measure) {
        return switch (measure) {
            case MEAN_RATIO -> EffectSize.Measure.MEAN_RATIO;
            case CLES -> EffectSize.Measure.CLES;
        };
    }
}
