package io.gennaker.judges.threshold;

import io.gennaker.judges.Classification;
import io.gennaker.judges.Label;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Statistics;
import java.util.List;

/// A metric whose canary values keep to limits, or not.
///
/// @param pair its values; those of the control are not looked at
public record Limited(MetricPair pair, MetricConfig metric, Limits limits) {

    /// A judgement and what each interval was.
    ///
    /// @param isOpen more values can change it
    public record Judged(MetricJudgement judgement, List<Interval> intervals, boolean isOpen) {}

    /// @param isLast no more values come
    public Judged judge(boolean isLast) {
        var test = new ThresholdTest(limits);
        var finding = ThresholdTest.Finding.OPEN;
        for (var value : pair.experiment().toArray()) {
            finding = test.add(value);
        }
        if (isLast) {
            finding = test.end();
        }
        var experiment = pair.experiment().keep(value -> !Double.isNaN(value));
        var classification =
                classification(finding, test.reason(), Statistics.of(experiment).mean());
        return new Judged(
                new MetricJudgement(
                        pair,
                        metric,
                        Statistics.of(pair.control().keep(value -> !Double.isNaN(value))),
                        Statistics.of(experiment),
                        classification),
                test.intervals(),
                finding == ThresholdTest.Finding.OPEN);
    }

    /// A metric that fails, fails alone: limits are no matter of scores.
    private Classification classification(ThresholdTest.Finding finding, String reason, double mean) {
        return switch (finding) {
            case PASSED -> new Classification(Label.PASS, reason, false, null, null);
            case FAILED -> new Classification(isTooLow(mean) ? Label.LOW : Label.HIGH, reason, true, null, null);
            case INCONCLUSIVE, OPEN -> new Classification(Label.UNDECIDED, reason, false, null, null);
        };
    }

    /// Whether what the limits keep out lies below: words for people, no more.
    private boolean isTooLow(double mean) {
        var failure = limits.failure();
        if (failure != null) {
            return failure.above() == null;
        }
        var success = limits.success();
        return success != null && success.above() != null && mean <= success.above();
    }
}
