package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.QueryScope;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.ScoreThresholds;
import java.util.List;

/// All that one analysis needs, checked: nothing in it can turn out to be invalid after the waiting.
///
/// @param metrics in the order of the specification
public record AnalysisPlan(
        ExecutionId executionId,
        AnalyseCanary task,
        AnalysisWindow window,
        List<PlannedMetric> metrics,
        CanaryConfig config,
        JudgePolicy policy,
        ScoreThresholds thresholds) {

    public AnalysisPlan {
        metrics = List.copyOf(metrics);
    }

    /// The query of one metric for the workload of one track.
    String query(PlannedMetric metric, Track track) {
        return metric.query()
                .template()
                .fill(new QueryScope(
                        task.cluster().name(),
                        task.namespace(),
                        track.workload(task.workload(), executionId),
                        window.rate()));
    }
}
