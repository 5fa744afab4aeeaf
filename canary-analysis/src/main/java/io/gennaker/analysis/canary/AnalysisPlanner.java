package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.ScoreThresholds;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Turns a specification into a plan, or refuses it with what was found and what is allowed.
public final class AnalysisPlanner {

    /// Most metrics of one analysis; each costs two queries.
    public static final int MOST_METRICS = 50;

    private static final double ROUNDING = 1e-6;

    private final MetricQueries queries;
    private final MetricSources sources;

    public AnalysisPlanner(MetricQueries queries, MetricSources sources) {
        this.queries = queries;
        this.sources = sources;
    }

    /// @throws IllegalArgumentException when the specification is not valid
    public AnalysisPlan plan(ExecutionId executionId, AnalyseCanary task, Instant acceptedAt) {
        return plan(executionId, task, Sides.of(executionId, task), acceptedAt);
    }

    /// Of workloads that may have other names than an execution gives.
    ///
    /// @throws IllegalArgumentException when the specification is not valid
    public AnalysisPlan plan(ExecutionId executionId, AnalyseCanary task, Sides sides, Instant acceptedAt) {
        var spec = task.spec();
        checkMetrics(spec.metrics());
        if (JudgeKind.of(spec.judge()) != JudgeKind.KAYENTA) {
            checkWeights(spec);
        }
        spec.metrics().forEach(metric -> sources.check(metric, spec));
        var metrics = spec.metrics().stream()
                .map(metric -> PlannedMetric.of(metric, queries.query(metric)))
                .toList();
        var configs = metrics.stream().map(PlannedMetric::config).toList();
        var plan = new AnalysisPlan(
                executionId,
                task,
                sides,
                AnalysisWindow.of(spec, sources.sampling(spec.metrics()), acceptedAt),
                metrics,
                new CanaryConfig(configs, spec.groupWeights()),
                Judges.of(spec, metrics),
                ScoreThresholds.checked(spec.pass(), spec.marginal()));
        plan.checkLooks();
        return plan;
    }

    /// Metrics beside those of a specification.
    public List<PlannedMetric> planned(List<MetricSpec> metrics) {
        return metrics.stream()
                .map(metric -> PlannedMetric.of(metric, queries.query(metric)))
                .toList();
    }

    private static void checkMetrics(List<MetricSpec> metrics) {
        if (metrics.isEmpty() || metrics.size() > MOST_METRICS) {
            throw new IllegalArgumentException("metrics: found " + metrics.size() + ", must be 1 to " + MOST_METRICS);
        }
        var seen = new HashSet<String>();
        for (var metric : metrics) {
            if (!seen.add(metric.name())) {
                throw new IllegalArgumentException(
                        "metrics: found '" + metric.name() + "' twice, names must be unique");
            }
        }
    }

    /// Kayenta lets weights sum to anything and a group be missing, which makes thresholds unreachable without a word.
    /// The weight of a group without a counted metric would be lost likewise. Where nothing counts, none matters.
    private static void checkWeights(AnalysisSpec spec) {
        var nothingCounts = spec.metrics().stream().noneMatch(AnalysisPlanner::counts);
        var groups = spec.metrics().stream()
                .filter(metric -> nothingCounts || counts(metric))
                .map(MetricSpec::group)
                .collect(Collectors.toCollection(TreeSet::new));
        for (Map.Entry<String, Double> weight : spec.groupWeights().entrySet()) {
            if (!groups.contains(weight.getKey())) {
                throw new IllegalArgumentException("groupWeights: found group '" + weight.getKey()
                        + "', must be one of " + groups + ", the groups of metrics that count");
            }
            if (!(weight.getValue() >= 0 && weight.getValue() <= 100)) {
                throw new IllegalArgumentException("groupWeights: found " + weight.getValue() + " for group '"
                        + weight.getKey() + "', must be 0 to 100");
            }
        }
        var sum = spec.groupWeights().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        var allWeighted = spec.groupWeights().keySet().containsAll(groups);
        if (sum > 100 + ROUNDING || (allWeighted && sum < 100 - ROUNDING)) {
            throw new IllegalArgumentException(
                    "groupWeights: found a sum of " + sum + ", must be " + (allWeighted ? "100" : "at most 100"));
        }
    }

    private static boolean counts(MetricSpec metric) {
        return metric.counting() != MetricSpec.Counting.DRY_RUN;
    }
}
