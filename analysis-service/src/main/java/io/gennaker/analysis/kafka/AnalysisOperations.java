package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.canary.StandstillStore;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.traffic.TrafficQueries;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.RunningOperation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;

/// Does what the orchestrator asked for. Every time it is measured by follows from the recorded operation, so it can be
/// left and taken over at any point.
@ApplicationScoped
public class AnalysisOperations implements OperationHandler {

    private final InstantSource clock;
    private final ConfirmTrafficRun confirmTraffic;
    private final AnalyseCanaryRun analyseCanary;
    private final GraphWatchRun graphWatch;

    @Inject
    public AnalysisOperations(
            InstantSource clock,
            MetricSource source,
            Sampling sampling,
            TrafficQueries trafficQueries,
            AnalysisPlanner planner,
            MetricSources sources,
            ReportStore reports,
            StandstillStore standstills,
            ServiceGraphs graphs) {
        this.clock = clock;
        this.confirmTraffic = new ConfirmTrafficRun(trafficQueries, sampling, source);
        this.analyseCanary = new AnalyseCanaryRun(planner, sources, reports, standstills, graphs);
        this.graphWatch = new GraphWatchRun(graphs, clock);
    }

    @Override
    public void run(RunningOperation operation) throws InterruptedException {
        if (GraphWatch.isOne(operation)) {
            graphWatch.run(operation);
            return;
        }
        var accepted = AcceptedStart.parse(operation.command());
        var run = new OperationRun(operation, accepted, clock);
        switch (accepted.start().task()) {
            case AnalysisTask.ConfirmTraffic task -> confirmTraffic.run(run, task);
            case AnalysisTask.AnalyseCanary task -> analyseCanary.run(run, task);
        }
    }
}
