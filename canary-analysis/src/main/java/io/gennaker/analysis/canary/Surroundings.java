package io.gennaker.analysis.canary;

import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Judges the services around a canary once it has been judged itself.
public final class Surroundings {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final ServiceGraphs graphs;
    private final AnalysisPlanner planner;
    private final Measurement measurement;

    public Surroundings(ServiceGraphs graphs, AnalysisPlanner planner, Measurement measurement) {
        this.graphs = graphs;
        this.planner = planner;
        this.measurement = measurement;
    }

    /// @param look the last one
    public AnalysisReport judge(AnalysisPlan plan, int look, AnalysisReport report)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var terms = plan.task().spec().neighbours();
        if (terms == null || report.verdict() == Verdict.FAIL) {
            return report;
        }
        var task = plan.task();
        var length = Duration.between(report.from(), report.to());
        var graph = graphs.graph(
                task.cluster().name(), task.namespace(), length.compareTo(LONGEST) > 0 ? LONGEST : length, report.to());
        var metrics = new Neighbourhood(graphs.clusterLabel(), terms).metrics(graph, workloads(plan));
        return metrics.isEmpty()
                ? NeighbourRule.none(report)
                : NeighbourRule.apply(report, around(plan, look, report, planner.planned(metrics)));
    }

    private static Set<String> workloads(AnalysisPlan plan) {
        var sides = plan.sides();
        return Set.copyOf(List.of(plan.task().workload(), sides.of(Track.BASELINE), sides.of(Track.CANARY)));
    }

    private AnalysisReport around(AnalysisPlan plan, int look, AnalysisReport report, List<PlannedMetric> metrics)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var beside = plan.beside(look, metrics);
        var judged = Judged.of(beside, measurement.measure(beside, 0), true);
        return CanaryAnalysis.report(beside, report.operationId(), judged, 0, List.of(), report.judgedAt());
    }
}
