package io.gennaker.judges;

import java.util.List;

/// What the judge found, metric by metric and in sum.
public record CanaryResult(List<MetricJudgement> metrics, List<GroupScore> groups, Score score) {

    public CanaryResult {
        metrics = List.copyOf(metrics);
        groups = List.copyOf(groups);
    }

    /// The score of one group.
    ///
    /// @param score 0 to 100; 0 where there is no data
    /// @param noData no metric of the group could be counted; such a group counts as 100 in the sum
    public record GroupScore(String name, double score, boolean noData) {}

    /// The score of the canary, rounded to two decimals, and Kayenta's word for it.
    ///
    /// @param reason empty unless something other than the group scores decided
    public record Score(double value, Grade grade, String reason) {}

    /// Kayenta's words for a score against its thresholds.
    public enum Grade {
        PASS("Pass"),
        MARGINAL("Marginal"),
        FAIL("Fail");

        private final String text;

        Grade(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
