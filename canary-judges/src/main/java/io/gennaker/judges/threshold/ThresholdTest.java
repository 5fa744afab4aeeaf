package io.gennaker.judges.threshold;

import java.util.ArrayList;
import java.util.List;

/// Counts the intervals of one metric against its limits.
///
/// | An interval's value | success only | failure only | both |
/// |---|---|---|---|
/// | fits `failure` | | failure | failure |
/// | fits `success` | success | | success |
/// | fits neither | failure | success | inconclusive |
/// | is missing | missing | missing | missing |
///
/// | First that applies | Finding |
/// |---|---|
/// | failures > `failureBudget`, or `consecutiveFailures` reached | `FAILED`, stays |
/// | inconclusive > `inconclusiveBudget` | `INCONCLUSIVE`, stays |
/// | missing in a row > `consecutiveMissing` | `INCONCLUSIVE`, stays |
/// | `consecutiveSuccesses` reached | `PASSED`, stays |
/// | the end: no success at all, or `consecutiveSuccesses` asked for and not reached | `INCONCLUSIVE` |
/// | the end | `PASSED` |
/// | else | `OPEN` |
public final class ThresholdTest {

    /// What is known of the metric.
    public enum Finding {
        OPEN,
        PASSED,
        FAILED,
        INCONCLUSIVE
    }

    private final Limits limits;
    private final List<Interval> intervals = new ArrayList<>();
    private int failures;
    private int inconclusive;
    private int failuresInARow;
    private int missingInARow;
    private int successesInARow;
    private Finding finding = Finding.OPEN;
    private String reason = "within its limits so far";

    public ThresholdTest(Limits limits) {
        this.limits = limits;
    }

    /// Takes the value of one interval in; NaN where there is none.
    public Finding add(double value) {
        var interval = Interval.of(limits, value);
        intervals.add(interval);
        count(interval);
        if (finding == Finding.OPEN) {
            look();
        }
        return finding;
    }

    private void count(Interval interval) {
        failures += interval == Interval.FAILURE ? 1 : 0;
        inconclusive += interval == Interval.INCONCLUSIVE ? 1 : 0;
        failuresInARow = interval == Interval.FAILURE ? failuresInARow + 1 : 0;
        missingInARow = interval == Interval.MISSING ? missingInARow + 1 : 0;
        successesInARow = interval == Interval.SUCCESS ? successesInARow + 1 : 0;
    }

    private void look() {
        if (failures > limits.failureBudget()) {
            found(
                    Finding.FAILED,
                    "%d of %d intervals failed, allowed are %d"
                            .formatted(failures, intervals.size(), limits.failureBudget()));
        } else if (limits.consecutiveFailures() > 0 && failuresInARow >= limits.consecutiveFailures()) {
            found(Finding.FAILED, failuresInARow + " intervals failed in a row");
        } else if (inconclusive > limits.inconclusiveBudget()) {
            found(
                    Finding.INCONCLUSIVE,
                    "%d of %d intervals were neither good nor bad, allowed are %d"
                            .formatted(inconclusive, intervals.size(), limits.inconclusiveBudget()));
        } else if (missingInARow > limits.consecutiveMissing()) {
            found(
                    Finding.INCONCLUSIVE,
                    "no data for %d intervals in a row, allowed are %d"
                            .formatted(missingInARow, limits.consecutiveMissing()));
        } else if (limits.consecutiveSuccesses() > 0 && successesInARow >= limits.consecutiveSuccesses()) {
            found(Finding.PASSED, successesInARow + " intervals succeeded in a row");
        }
    }

    /// No more intervals come.
    public Finding end() {
        if (finding != Finding.OPEN) {
            return finding;
        }
        if (limits.consecutiveSuccesses() > 0) {
            found(Finding.INCONCLUSIVE, "never %d successes in a row".formatted(limits.consecutiveSuccesses()));
        } else if (!intervals.contains(Interval.SUCCESS)) {
            found(Finding.INCONCLUSIVE, "no interval of %d succeeded".formatted(intervals.size()));
        } else {
            found(
                    Finding.PASSED,
                    "%d of %d intervals failed, allowed are %d"
                            .formatted(failures, intervals.size(), limits.failureBudget()));
        }
        return finding;
    }

    private void found(Finding what, String why) {
        finding = what;
        reason = why;
    }

    /// With the numbers.
    public String reason() {
        return reason;
    }

    public List<Interval> intervals() {
        return List.copyOf(intervals);
    }
}
