package io.gennaker.contracts;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How canary and baseline are compared.
///
/// @param judge `mann-whitney`, `sequential` or `threshold`
/// @param warmUp time after the start whose data are not used
/// @param duration time over which data are gathered
/// @param step distance of the samples
/// @param minimumSamples per side and metric; fewer make the metric inconclusive
/// @param groupWeights weight of each group of metrics in percent; groups without one share the rest
/// @param pass score from which the verdict is Pass
/// @param marginal score from which it is Inconclusive; below it is Fail
/// @param pace when it is judged; null: once, at the end
/// @param sequential terms of that judge; null: its defaults
/// @param history comparison with earlier releases; null: none
/// @param neighbours that are judged, too; null: none
public record AnalysisSpec(
        String judge,
        Duration warmUp,
        Duration duration,
        Duration step,
        int minimumSamples,
        List<MetricSpec> metrics,
        Map<String, Double> groupWeights,
        double pass,
        double marginal,
        @Nullable AnalysisPace pace,
        @Nullable SequentialTerms sequential,
        @Nullable ReleaseHistory history,
        @Nullable Neighbours neighbours) {
    public AnalysisSpec {
        Check.text("judge", judge, 100);
        Check.notNegative("warm-up", warmUp);
        Check.notNegative("duration", duration);
        Check.positive("step", step);
        Check.between("minimum samples", minimumSamples, 1, Integer.MAX_VALUE);
        Check.between("pass score", pass, 0.0, 100.0);
        Check.between("marginal score", marginal, 0.0, pass);
        groupWeights.forEach((group, weight) -> Check.between("weight of group " + group, weight, 0.0, 100.0));
        metrics = List.copyOf(metrics);
        // sorted: the last bit of a sum of weights must not depend on the run
        groupWeights = Collections.unmodifiableMap(new TreeMap<>(groupWeights));
    }

    /// Of the canary and its baseline alone.
    public AnalysisSpec(
            String judge,
            Duration warmUp,
            Duration duration,
            Duration step,
            int minimumSamples,
            List<MetricSpec> metrics,
            Map<String, Double> groupWeights,
            double pass,
            double marginal,
            @Nullable AnalysisPace pace,
            @Nullable SequentialTerms sequential) {
        this(
                judge,
                warmUp,
                duration,
                step,
                minimumSamples,
                metrics,
                groupWeights,
                pass,
                marginal,
                pace,
                sequential,
                null,
                null);
    }

    /// The same over other times.
    public AnalysisSpec over(Duration otherWarmUp, Duration otherDuration) {
        return new AnalysisSpec(
                judge,
                otherWarmUp,
                otherDuration,
                step,
                minimumSamples,
                metrics,
                groupWeights,
                pass,
                marginal,
                pace,
                sequential,
                history,
                neighbours);
    }

    /// How long it can take until all data are gathered.
    public Duration longest() {
        boolean mayExtend = pace != null && pace.onInconclusive() == AnalysisPace.OnInconclusive.EXTEND_ONCE;
        return warmUp.plus(duration.multipliedBy(mayExtend ? 2 : 1));
    }
}
