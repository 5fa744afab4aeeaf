package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisPlan;
import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.AnalysisReport.ScorePoint;
import io.gennaker.analysis.canary.AnalysisStep;
import io.gennaker.analysis.canary.AnalysisWindow;
import io.gennaker.analysis.canary.CanaryAnalysis;
import io.gennaker.analysis.canary.HistoryRule;
import io.gennaker.analysis.canary.Judged;
import io.gennaker.analysis.canary.Measurement;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.analysis.canary.Standstill;
import io.gennaker.analysis.canary.StandstillStore;
import io.gennaker.analysis.canary.Surroundings;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Unit;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import org.jboss.logging.Logger;

/// Waits for the warm-up and the data, measures, judges, keeps the report.
final class AnalyseCanaryRun {

    private static final Logger LOG = Logger.getLogger(AnalyseCanaryRun.class);

    /// How often is looked whether a standstill is over; long enough to give the lease back meanwhile.
    private static final Duration BETWEEN_GLANCES = Duration.ofSeconds(11);

    private final AnalysisPlanner planner;
    private final MetricSources sources;
    private final ReportStore reports;
    private final StandstillStore standstills;
    private final ServiceGraphs graphs;

    AnalyseCanaryRun(
            AnalysisPlanner planner,
            MetricSources sources,
            ReportStore reports,
            StandstillStore standstills,
            ServiceGraphs graphs) {
        this.planner = planner;
        this.sources = sources;
        this.reports = reports;
        this.standstills = standstills;
        this.graphs = graphs;
    }

    void run(OperationRun run, AnalyseCanary task) throws InterruptedException {
        try {
            var plan = planner.plan(
                    run.accepted().start().executionId(), task, run.accepted().acceptedAt());
            var goesOn = true;
            while (goesOn) {
                goesOn = goesOnAfterStep(run, plan);
            }
        } catch (IllegalArgumentException invalid) {
            // tried again it would be as invalid
            run.completeFailed(FailureCode.REFUSED, String.valueOf(invalid.getMessage()));
        }
    }

    /// Takes one step, unless the execution is paused.
    ///
    /// @return whether this run has more to do; false when the operation has ended or given its lease back
    private boolean goesOnAfterStep(OperationRun run, AnalysisPlan planned) throws InterruptedException {
        var history = standstills.of(run.accepted().start().operationId());
        run.isDueBy(history.deadline());
        var current = history.current();
        if (current != null) {
            return goesOnStanding(run, current);
        }
        // extended first: a standstill after the end of the shorter window moves the longer one
        var whole = run.isExtended() ? planned.extended().orElse(planned) : planned;
        return goesOnMoving(run, whole.after(history.standstills()));
    }

    /// Its limit stands still, too.
    private static boolean goesOnStanding(OperationRun run, Standstill current) throws InterruptedException {
        if (run.cancelRequested()) {
            run.completeCancelled();
            return false;
        }
        run.announce("stands still since %s, as the execution is paused".formatted(current.since()), Duration.ZERO);
        return run.restRegardless(run.now().plus(BETWEEN_GLANCES));
    }

    private boolean goesOnMoving(OperationRun run, AnalysisPlan plan) throws InterruptedException {
        if (run.cancelRequested()) {
            run.completeCancelled();
            return false;
        }
        if (run.isPastDeadline()) {
            completeAtDeadline(run, plan);
            return false;
        }
        var window = plan.window();
        return switch (AnalysisStep.next(plan, run.scores().size(), run.now())) {
            case AnalysisStep.WarmUp warmUp ->
                waitUntil(
                        warmUp.until(),
                        "warming up until %s, then data until %s".formatted(window.from(), window.until()),
                        run);
            case AnalysisStep.Gather gather
            when run.scores().isEmpty() ->
                waitUntil(gather.until(), "gathering data from %s to %s".formatted(window.from(), window.until()), run);
            case AnalysisStep.Gather gather -> run.rest(gather.until());
            case AnalysisStep.Look look -> goesOnAfterLook(run, plan, look);
        };
    }

    private static boolean waitUntil(Instant until, String message, OperationRun run) throws InterruptedException {
        run.observed(FailureCode.TIMED_OUT, "still " + message);
        run.announce(message, Duration.ZERO);
        return run.rest(until);
    }

    private boolean goesOnAfterLook(OperationRun run, AnalysisPlan plan, AnalysisStep.Look look)
            throws InterruptedException {
        try {
            var judged = Judged.of(plan, measurement(plan).measure(plan, look.number()), look.isLast());
            return goesOnAfterJudging(run, plan, look, judged);
        } catch (QueryRefused refused) {
            run.completeFailed(FailureCode.QUERY_REFUSED, String.valueOf(refused.getMessage()));
            return false;
        } catch (MetricSourceUnavailable away) {
            var silent = "no data since " + dataUntil(run, plan);
            var again = run.sourceFailed(silent + ": " + away.getMessage());
            run.announce("%s, asking again: %s".formatted(silent, away.getMessage()), Duration.ZERO);
            return run.rest(again);
        }
    }

    private static Instant dataUntil(OperationRun run, AnalysisPlan plan) {
        return run.scores().isEmpty()
                ? plan.window().from()
                : run.scores().getLast().at();
    }

    private boolean goesOnAfterJudging(OperationRun run, AnalysisPlan plan, AnalysisStep.Look look, Judged judged)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var window = plan.window();
        var score = judged.score(window.end(look.number()));
        if (look.isLast() && judged.verdict() == Verdict.INCONCLUSIVE && !run.isExtended()) {
            var extended = plan.extended();
            if (extended.isPresent()) {
                run.extended(
                        "inconclusive: %s; gathering data on until %s"
                                .formatted(
                                        judged.decision().because(),
                                        extended.get().window().until()),
                        score);
                return true;
            }
        }
        if (!judged.isOver()) {
            run.looked(judgedSoFar(look, window, score), score);
            return true;
        }
        var scores = new ArrayList<>(run.scores());
        scores.add(score);
        var report = CanaryAnalysis.report(
                plan, run.accepted().start().operationId(), judged, look.number(), scores, run.now());
        // how the neighbours fare is not the release's: nothing of it is compared with earlier ones
        complete(run, surroundings(plan).judge(plan, look.number(), beside(report, plan)));
        return false;
    }

    private Measurement measurement(AnalysisPlan plan) {
        return new Measurement(sources.askedBy(plan.executionId().value()));
    }

    private Surroundings surroundings(AnalysisPlan plan) {
        return new Surroundings(graphs.askedBy(plan.executionId().value()), planner, measurement(plan));
    }

    private static String judgedSoFar(AnalysisStep.Look look, AnalysisWindow window, ScorePoint score) {
        return "judged %d of %d, data until %s: score %s, %s so far"
                .formatted(
                        look.number() + 1,
                        window.looks(),
                        score.at(),
                        Unit.number(score.score()),
                        score.verdict().name().toLowerCase(Locale.ROOT));
    }

    /// Without data nothing is known: that is a verdict, and it is never Pass.
    private void completeAtDeadline(OperationRun run, AnalysisPlan plan) {
        if (!run.isSourceAway()) {
            run.completeAtDeadline();
            return;
        }
        var start = run.accepted().start();
        var reason = "deadline %s reached: %s".formatted(run.deadline(), run.lastObservation());
        complete(run, CanaryAnalysis.withoutData(plan, start.operationId(), reason, run.scores(), run.now()));
    }

    private AnalysisReport beside(AnalysisReport report, AnalysisPlan plan) {
        var history = plan.task().spec().history();
        return history == null
                ? report
                : HistoryRule.apply(report, history, reports.earlier(report, history.releases()));
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
        run.complete(completed, outbox -> {
            reports.keep(report);
            Evidence.of(report).ifPresent(outbox::send);
        });
    }
}
