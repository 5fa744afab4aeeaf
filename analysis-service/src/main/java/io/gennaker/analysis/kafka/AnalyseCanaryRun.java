package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisPlan;
import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.AnalysisStep;
import io.gennaker.analysis.canary.CanaryAnalysis;
import io.gennaker.analysis.canary.Measurement;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.FailureCode;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Waits for the warm-up and the data, measures, judges, keeps the report.
final class AnalyseCanaryRun {

    private static final Logger LOG = Logger.getLogger(AnalyseCanaryRun.class);

    private final AnalysisPlanner planner;
    private final Measurement measurement;
    private final ReportStore reports;

    AnalyseCanaryRun(AnalysisPlanner planner, MetricSource source, ReportStore reports) {
        this.planner = planner;
        this.measurement = new Measurement(source);
        this.reports = reports;
    }

    void run(OperationRun run, AnalyseCanary task) throws InterruptedException {
        AnalysisPlan plan;
        try {
            plan = planner.plan(
                    run.accepted().start().executionId(), task, run.accepted().acceptedAt());
        } catch (IllegalArgumentException invalid) {
            run.completeFailed(FailureCode.REFUSED, String.valueOf(invalid.getMessage()));
            return;
        }
        var goesOn = true;
        while (goesOn) {
            goesOn = goesOnAfterStep(run, plan);
        }
    }

    /// Takes one step.
    ///
    /// @return whether this run has more to do; false when the operation has ended or given its lease back
    private boolean goesOnAfterStep(OperationRun run, AnalysisPlan plan) throws InterruptedException {
        if (run.cancelRequested()) {
            run.completeCancelled();
            return false;
        }
        if (run.isPastDeadline()) {
            run.completeAtDeadline();
            return false;
        }
        var window = plan.window();
        return switch (AnalysisStep.next(window, run.now())) {
            case AnalysisStep.WarmUp warmUp ->
                waitUntil(
                        warmUp.until(),
                        "warming up until %s, then data until %s".formatted(window.from(), window.to()),
                        run);
            case AnalysisStep.Gather gather ->
                waitUntil(gather.until(), "gathering data from %s to %s".formatted(window.from(), window.to()), run);
            case AnalysisStep.Measure _ -> goesOnAfterMeasuring(run, plan);
        };
    }

    private static boolean waitUntil(Instant until, String message, OperationRun run) throws InterruptedException {
        run.observed(FailureCode.TIMED_OUT, "still " + message);
        run.announce(message, Duration.ZERO);
        return run.rest(until);
    }

    private boolean goesOnAfterMeasuring(OperationRun run, AnalysisPlan plan) throws InterruptedException {
        try {
            var pairs = measurement.measure(plan);
            complete(run, CanaryAnalysis.report(plan, run.accepted().start().operationId(), pairs, run.now()));
            return false;
        } catch (QueryRefused refused) {
            run.completeFailed(FailureCode.QUERY_REFUSED, String.valueOf(refused.getMessage()));
            return false;
        } catch (MetricSourceUnavailable away) {
            var again = run.sourceFailed(String.valueOf(away.getMessage()));
            run.announce("metrics unavailable, asking again: " + away.getMessage(), Duration.ZERO);
            return run.rest(again);
        }
    }

    private void complete(OperationRun run, AnalysisReport report) {
        LOG.infof(
                "canary judged executionId=%s operationId=%s verdict=%s score=%s reason=%s",
                report.executionId(),
                report.operationId(),
                report.verdict(),
                report.score(),
                report.reasons().getFirst());
        var completed = new AnalysisEvent.Completed(
                report.executionId(),
                report.operationId(),
                report.verdict(),
                report.score(),
                report.reasons(),
                report.metrics().stream().map(MetricReport::result).toList(),
                report.from(),
                report.to(),
                report.judgedAt());
        run.complete(completed, () -> reports.keep(report));
    }
}
