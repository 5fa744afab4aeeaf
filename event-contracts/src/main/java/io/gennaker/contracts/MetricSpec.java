package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One metric of an analysis: a preset by name or a query of the user's, exactly one of them.
///
/// @param preset `istio-error-rate`, `istio-latency-p50`, `istio-latency-p95`, `istio-latency-p99`,
/// `istio-request-rate`
/// @param query PromQL with the placeholders `${workload}`, `${namespace}`, `${cluster}` and `${window}`
/// @param critical a High or Low beyond the critical effect fails the analysis whatever the score
/// @param mustHaveData no data counts against the canary
/// @param nanStrategy whether missing values are removed or count as zero
/// @param outlierFactor inter-quartile range factor beyond which samples are dropped; null keeps all
/// @param effectSize how large a difference must be to count; null: any difference
/// @param margin difference that does not matter, in percentage points of the requests, or in percent of the baseline's
/// value where a query gives values: the `sequential` judge passes early within it. Null: never early
/// @param limits of the `threshold` judge
/// @param counting null: it counts
/// @param source name of the metrics source that understands the query; null: `prometheus`
/// @param unit of the values of a query, for people: `ms`, `MiB/s`; null where it is not known, and of a preset
public record MetricSpec(
        String name,
        @Nullable String preset,
        @Nullable String query,
        String group,
        Direction direction,
        boolean critical,
        boolean mustHaveData,
        NanStrategy nanStrategy,
        @Nullable Double outlierFactor,
        @Nullable EffectSize effectSize,
        @Nullable Double margin,
        @Nullable MetricLimits limits,
        @Nullable Counting counting,
        @Nullable String source,
        @Nullable String unit) {

    public static final int LONGEST_UNIT = 16;

    public MetricSpec {
        Check.text("metric name", name, 100);
        Check.text("metric group", group, 100);
        if (outlierFactor != null && !(outlierFactor > 0)) {
            throw new IllegalArgumentException("outlier factor is " + outlierFactor + "; it must be greater than 0");
        }
        if (margin != null && !(margin > 0)) {
            throw new IllegalArgumentException("margin is " + margin + "; it must be greater than 0");
        }
        if (source != null) {
            Check.text("metric source", source, 60);
        }
        if (unit != null) {
            Check.text("metric unit", unit, LONGEST_UNIT);
        }
        if ((preset == null) == (query == null)) {
            throw new IllegalArgumentException("metric " + name + " needs either a preset or a query, not both");
        }
    }

    /// Which change of the canary against the baseline is bad.
    public enum Direction {
        @JsonProperty("Increase")
        INCREASE,
        @JsonProperty("Decrease")
        DECREASE,
        @JsonProperty("Either")
        EITHER
    }

    /// Whether the metric takes part in the verdict.
    public enum Counting {
        @JsonProperty("Counts")
        COUNTS,
        /// It is judged and shown, no more.
        @JsonProperty("DryRun")
        DRY_RUN
    }

    public enum NanStrategy {
        @JsonProperty("Remove")
        REMOVE,
        @JsonProperty("Replace")
        REPLACE
    }

    /// Bounds of the effect. With the measure `MeanRatio` it is canary mean over baseline mean, with `Cles` the
    /// probability that a canary sample exceeds a baseline sample.
    public record EffectSize(
            Measure measure,
            double allowedIncrease,
            double allowedDecrease,
            double criticalIncrease,
            double criticalDecrease) {
        public enum Measure {
            @JsonProperty("MeanRatio")
            MEAN_RATIO,
            @JsonProperty("Cles")
            CLES
        }
    }
}
