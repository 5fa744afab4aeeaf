package io.gennaker.judges;

/// One metric pair, judged.
public record MetricJudgement(
        MetricPair pair,
        MetricConfig metric,
        Statistics controlStatistics,
        Statistics experimentStatistics,
        Classification classification) {

    public Label label() {
        return classification.label();
    }
}
