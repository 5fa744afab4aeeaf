package io.gennaker.console.view;

import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.Verdict;
import java.time.Instant;
import java.util.List;

/// The verdict of one analysis.
public record VerdictView(
        String operationId,
        String stage,
        String step,
        Verdict verdict,
        double score,
        List<String> reasons,
        List<MetricResult> metrics,
        Instant from,
        Instant to,
        Instant at) {
    public VerdictView {
        reasons = List.copyOf(reasons);
        metrics = List.copyOf(metrics);
    }
}
