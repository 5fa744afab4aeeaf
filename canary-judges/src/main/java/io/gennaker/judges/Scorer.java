package io.gennaker.judges;

import io.gennaker.judges.CanaryResult.Grade;
import io.gennaker.judges.CanaryResult.GroupScore;
import io.gennaker.judges.CanaryResult.Score;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds the labels up to group scores and one score. Muted metrics are left out.
public final class Scorer {

    /// Percentage of metrics without data from which the score is 0.
    private static final double NODATA_LIMIT = 50.0;

    private final Map<String, Double> weights;
    private final ScoreThresholds thresholds;
    private final GroupOrder order;

    public Scorer(Map<String, Double> weights, ScoreThresholds thresholds) {
        this(weights, thresholds, GroupOrder.AS_NAMED);
    }

    Scorer(Map<String, Double> weights, ScoreThresholds thresholds, GroupOrder order) {
        this.weights = weights;
        this.thresholds = thresholds;
        this.order = order;
    }

    public CanaryResult score(List<MetricJudgement> judgements) {
        var counted = judgements.stream()
                .filter(judgement -> !judgement.metric().muted())
                .toList();
        var groups = groupScores(counted);
        return new CanaryResult(judgements, groups, score(counted, groups));
    }

    private List<GroupScore> groupScores(List<MetricJudgement> counted) {
        var byGroup = new LinkedHashMap<String, List<Label>>();
        for (var judgement : counted) {
            for (var group : judgement.metric().groups()) {
                byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(judgement.label());
            }
        }
        return order.of(byGroup.keySet()).stream()
                .map(group -> groupScore(group, byGroup.getOrDefault(group, List.of())))
                .toList();
    }

    private static GroupScore groupScore(String name, List<Label> labels) {
        var passed = 0;
        var total = 0;
        for (var label : labels) {
            switch (label) {
                case PASS -> {
                    passed++;
                    total++;
                }
                case HIGH, LOW, NODATA_FAIL_METRIC -> total++;
                case NODATA, ERROR, TOO_FEW, UNDECIDED -> {}
            }
        }
        return total == 0
                ? new GroupScore(name, 0.0, true)
                : new GroupScore(name, ((double) passed / total) * 100, false);
    }

    private Score score(List<MetricJudgement> counted, List<GroupScore> groups) {
        for (var judgement : counted) {
            if (judgement.classification().critical() && judgement.label() != Label.PASS) {
                return failed(judgement.classification().reason());
            }
        }
        if (shareWithoutData(counted) >= NODATA_LIMIT) {
            return failed("50% or more metrics returned NODATA");
        }
        var value = weightedSum(groups);
        return new Score(value, grade(value), "");
    }

    private Score failed(@Nullable String reason) {
        return new Score(0.0, grade(0.0), "Canary Failed: " + reason);
    }

    /// NaN where there are no metrics, which is not at least any limit.
    private static double shareWithoutData(List<MetricJudgement> counted) {
        var without = counted.stream()
                .filter(judgement -> judgement.label() == Label.NODATA)
                .count();
        return 100.0 * without / counted.size();
    }

    private double weightedSum(List<GroupScore> groups) {
        var unweighted = groups.stream()
                .filter(group -> !weights.containsKey(group.name()))
                .count();
        var configured = 0.0;
        for (var group : order.of(weights.keySet())) {
            configured += weights.getOrDefault(group, 0.0);
        }
        var share = (100 - configured) / unweighted;
        var sum = 0.0;
        for (var group : groups) {
            var effective = group.noData() ? 100.0 : group.score();
            sum += effective * (weights.getOrDefault(group.name(), share) / 100);
        }
        return rounded(sum);
    }

    /// To two decimals, as written. What is no number, from weights that are none, stays what it is; a negative sum
    // that
    /// rounds to zero keeps its sign.
    private static double rounded(double sum) {
        if (!Double.isFinite(sum)) {
            return sum;
        }
        var rounded = BigDecimal.valueOf(sum).setScale(2, RoundingMode.HALF_UP).doubleValue();
        return rounded == 0.0 ? rounded * sum : rounded;
    }

    private Grade grade(double score) {
        if (score >= thresholds.pass()) {
            return Grade.PASS;
        }
        return score >= thresholds.marginal() ? Grade.MARGINAL : Grade.FAIL;
    }
}
