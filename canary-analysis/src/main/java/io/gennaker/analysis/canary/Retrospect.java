package io.gennaker.analysis.canary;

import io.gennaker.analysis.canary.AnalysisReport.ScorePoint;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// An analysis of a time that is past: the same looks, without the waiting.
public final class Retrospect {

    private final Measurement measurement;
    private final @Nullable Surroundings surroundings;

    /// Of the canary alone.
    public Retrospect(Measurement measurement) {
        this(measurement, null);
    }

    /// @param surroundings judge the neighbours, where a specification asks for that
    public Retrospect(Measurement measurement, @Nullable Surroundings surroundings) {
        this.measurement = measurement;
        this.surroundings = surroundings;
    }

    public AnalysisReport judge(AnalysisPlan plan, OperationId operationId, Instant judgedAt)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var scores = new ArrayList<ScorePoint>();
        for (var look = 0; ; look++) {
            var isLast = look == plan.window().looks() - 1;
            var judged = Judged.of(plan, measurement.measure(plan, look), isLast);
            scores.add(judged.score(plan.window().end(look)));
            if (judged.isOver()) {
                var report = CanaryAnalysis.report(plan, operationId, judged, look, scores, judgedAt);
                return surroundings == null ? report : surroundings.judge(plan, look, report);
            }
        }
    }
}
