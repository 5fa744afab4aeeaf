package io.gennaker.analysis.canary;

import io.gennaker.contracts.Verdict;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.Label;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.Samples;
import io.gennaker.judges.ScoreThresholds;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Turns the judge's labels and score into a verdict. Stricter than Kayenta in one respect: what is not known never
/// passes.
public final class VerdictRule {

    /// The verdict and, in words, what decided.
    public record Decision(Verdict verdict, String because) {}

    private VerdictRule() {}

    /// The first rule that applies decides.
    static Decision decide(CanaryResult result, ScoreThresholds thresholds) {
        var counted = result.metrics().stream()
                .filter(judgement -> !judgement.metric().muted())
                .toList();
        var critical = named(counted, VerdictRule::failsAlone);
        if (!critical.isEmpty()) {
            return new Decision(Verdict.FAIL, "critical metric failed: " + critical);
        }
        if (counted.stream().noneMatch(judgement -> isCompared(judgement.label()))) {
            return new Decision(Verdict.INCONCLUSIVE, "no metric could be compared");
        }
        if (isSilent(counted, judgement -> judgement.pair().experiment())) {
            return new Decision(Verdict.INCONCLUSIVE, "the canary has no measured value in any metric");
        }
        if (isSilent(counted, judgement -> judgement.pair().control())) {
            return new Decision(Verdict.INCONCLUSIVE, "the baseline has no measured value in any metric");
        }
        var criticalMissing = named(counted, VerdictRule::isCriticalWithoutData);
        if (!criticalMissing.isEmpty()) {
            return new Decision(Verdict.INCONCLUSIVE, "critical metric has no data: " + criticalMissing);
        }
        if (mostlyMissing(counted)) {
            return new Decision(Verdict.INCONCLUSIVE, "half or more of the metrics have no data");
        }
        return byScore(result, thresholds, counted);
    }

    /// By Kayenta's score and thresholds alone, but for one thing: where nothing was measured, nothing passes.
    static Decision likeKayenta(CanaryResult result, ScoreThresholds thresholds) {
        var counted = result.metrics().stream()
                .filter(judgement -> !judgement.metric().muted())
                .toList();
        if (counted.stream().noneMatch(judgement -> isCompared(judgement.label()))) {
            return new Decision(Verdict.INCONCLUSIVE, "no metric could be compared");
        }
        if (isSilent(counted, judgement -> judgement.pair().experiment())) {
            return new Decision(Verdict.INCONCLUSIVE, "the canary has no measured value in any metric");
        }
        if (isSilent(counted, judgement -> judgement.pair().control())) {
            return new Decision(Verdict.INCONCLUSIVE, "the baseline has no measured value in any metric");
        }
        var because = result.score().reason().isEmpty()
                ? "as Kayenta scores"
                : result.score().reason();
        return switch (result.score().grade()) {
            case PASS ->
                new Decision(Verdict.PASS, because + ": score reaches the pass threshold " + thresholds.pass());
            case MARGINAL ->
                new Decision(Verdict.INCONCLUSIVE, because + ": score between the marginal and the pass threshold");
            case FAIL -> new Decision(Verdict.FAIL, because + ": score below the marginal threshold");
        };
    }

    /// Of limits: the worst metric decides.
    static Decision worst(CanaryResult result) {
        var counted = result.metrics().stream()
                .filter(judgement -> !judgement.metric().muted())
                .toList();
        var failed = named(counted, judgement -> judgement.label() == Label.HIGH || judgement.label() == Label.LOW);
        if (!failed.isEmpty()) {
            return new Decision(Verdict.FAIL, "beyond their limits: " + failed);
        }
        var open = named(counted, judgement -> judgement.label() != Label.PASS);
        if (!open.isEmpty() || counted.isEmpty()) {
            return new Decision(Verdict.INCONCLUSIVE, "neither within nor beyond their limits: " + open);
        }
        return new Decision(Verdict.PASS, "every metric is within its limits");
    }

    private static Decision byScore(CanaryResult result, ScoreThresholds thresholds, List<MetricJudgement> counted) {
        var score = result.score().value();
        if (score < thresholds.marginal()) {
            return new Decision(Verdict.FAIL, "score below the marginal threshold");
        }
        var unknown = named(counted, judgement -> isUnknown(judgement.label()));
        if (!unknown.isEmpty()) {
            return new Decision(Verdict.INCONCLUSIVE, "could not be compared: " + unknown);
        }
        var empty = result.groups().stream()
                .filter(CanaryResult.GroupScore::noData)
                .map(CanaryResult.GroupScore::name)
                .toList();
        if (!empty.isEmpty()) {
            return new Decision(Verdict.INCONCLUSIVE, "no metric has data in group " + empty);
        }
        return score >= thresholds.pass()
                ? new Decision(Verdict.PASS, "score reaches the pass threshold")
                : new Decision(Verdict.INCONCLUSIVE, "score between the marginal and the pass threshold");
    }

    private static List<String> named(List<MetricJudgement> judgements, Predicate<MetricJudgement> condition) {
        return judgements.stream()
                .filter(condition)
                .map(judgement -> judgement.metric().name())
                .toList();
    }

    private static boolean failsAlone(MetricJudgement judgement) {
        return judgement.classification().critical()
                && (judgement.label() == Label.HIGH || judgement.label() == Label.LOW);
    }

    private static boolean isCriticalWithoutData(MetricJudgement judgement) {
        return judgement.classification().critical() && judgement.label() == Label.NODATA;
    }

    private static boolean mostlyMissing(List<MetricJudgement> counted) {
        var missing = counted.stream()
                .filter(judgement -> judgement.label() == Label.NODATA)
                .count();
        return 2 * missing >= counted.size();
    }

    private static boolean isCompared(Label label) {
        return switch (label) {
            case PASS, HIGH, LOW -> true;
            case NODATA, NODATA_FAIL_METRIC, ERROR, TOO_FEW, UNDECIDED -> false;
        };
    }

    private static boolean isUnknown(Label label) {
        return switch (label) {
            case ERROR, TOO_FEW, UNDECIDED -> true;
            case PASS, HIGH, LOW, NODATA, NODATA_FAIL_METRIC -> false;
        };
    }

    private static boolean isSilent(List<MetricJudgement> counted, Function<MetricJudgement, Samples> side) {
        return counted.stream().map(side).allMatch(samples -> samples.count(value -> !Double.isNaN(value)) == 0);
    }
}
