package io.gennaker.analysis.canary;

import static io.gennaker.analysis.canary.AnalysisReport.finite;

import io.gennaker.analysis.canary.AnalysisReport.Distribution;
import io.gennaker.analysis.canary.AnalysisReport.Gap;
import io.gennaker.analysis.canary.AnalysisReport.GroupReport;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.AnalysisReport.ScorePoint;
import io.gennaker.analysis.canary.AnalysisReport.ShiftReport;
import io.gennaker.analysis.canary.AnalysisReport.TrailPoint;
import io.gennaker.analysis.metrics.Unit;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.SampleStatistics;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.Label;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.Statistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes the report of what was judged. A pure function: the same samples give the same report.
public final class CanaryAnalysis {

    private CanaryAnalysis() {}

    /// @param number of the look
    /// @param scores of the looks before and of this one
    public static AnalysisReport report(
            AnalysisPlan plan,
            OperationId operationId,
            Judged judged,
            int number,
            List<ScorePoint> scores,
            Instant judgedAt) {
        var result = judged.result();
        var decision = judged.decision();
        var grid = plan.grid(number);
        var task = plan.task();
        return new AnalysisReport(
                operationId,
                plan.executionId(),
                task.cluster(),
                task.namespace(),
                task.workload(),
                task.spec().judge(),
                decision.verdict(),
                result.score().value(),
                plan.thresholds().pass(),
                plan.thresholds().marginal(),
                reasons(plan, result, decision),
                groups(result),
                metrics(plan, judged, number),
                scores,
                plan.window().from(),
                plan.window().end(number),
                plan.window().rate(),
                plan.window().clock().wall(grid.first()),
                grid.step(),
                judgedAt,
                Gap.of(plan.window()),
                null);
    }

    /// The report of an analysis whose source gave nothing to the end.
    public static AnalysisReport withoutData(
            AnalysisPlan plan, OperationId operationId, String reason, List<ScorePoint> scores, Instant judgedAt) {
        var task = plan.task();
        var window = plan.window();
        return new AnalysisReport(
                operationId,
                plan.executionId(),
                task.cluster(),
                task.namespace(),
                task.workload(),
                task.spec().judge(),
                Verdict.INCONCLUSIVE,
                0,
                plan.thresholds().pass(),
                plan.thresholds().marginal(),
                List.of(reason),
                List.of(),
                List.of(),
                scores,
                window.from(),
                window.until(),
                window.rate(),
                window.clock().wall(window.firstValue()),
                window.step(),
                judgedAt,
                Gap.of(window),
                null);
    }

    /// What decided, then the metrics, those that did not pass first.
    private static List<String> reasons(AnalysisPlan plan, CanaryResult result, VerdictRule.Decision decision) {
        var reasons = new ArrayList<String>();
        reasons.add("%s; score %s of 100, pass from %s, marginal from %s"
                .formatted(
                        decision.because(),
                        Unit.number(result.score().value()),
                        Unit.number(plan.thresholds().pass()),
                        Unit.number(plan.thresholds().marginal())));
        IntStream.range(0, plan.metrics().size())
                .boxed()
                .sorted(Comparator.comparing(
                        index -> Reasons.isNotable(result.metrics().get(index)) ? 0 : 1))
                .map(index -> Reasons.of(
                        result.metrics().get(index),
                        plan.metrics().get(index).query().unit()))
                .forEach(reasons::add);
        return reasons;
    }

    private static List<GroupReport> groups(CanaryResult result) {
        return result.groups().stream()
                .map(group -> new GroupReport(group.name(), group.noData() ? null : group.score()))
                .toList();
    }

    private static List<MetricReport> metrics(AnalysisPlan plan, Judged judged, int number) {
        return IntStream.range(0, plan.metrics().size())
                .mapToObj(index -> metric(
                        plan,
                        plan.metrics().get(index),
                        number,
                        judged.result().metrics().get(index),
                        judged.trails().isEmpty() ? List.of() : judged.trails().get(index)))
                .toList();
    }

    private static MetricReport metric(
            AnalysisPlan plan, PlannedMetric metric, int number, MetricJudgement judgement, List<TrailPoint> trail) {
        var unit = metric.query().unit();
        return new MetricReport(
                result(metric, judgement, unit),
                metric.spec(),
                unit.suffix(),
                shift(judgement),
                plan.window().clock().wall(plan.firstValue(metric, number)),
                plan.query(metric, Track.BASELINE),
                plan.query(metric, Track.CANARY),
                finite(judgement.pair().control().toArray()),
                finite(judgement.pair().experiment().toArray()),
                Distribution.of(judgement.pair()),
                trail);
    }

    private static MetricResult result(PlannedMetric metric, MetricJudgement judgement, Unit unit) {
        return new MetricResult(
                metric.spec().name(),
                metric.spec().group(),
                classification(judgement.label()),
                Reasons.isNotable(judgement) ? Reasons.of(judgement, unit) : null,
                judgement.classification().critical(),
                statistics(judgement.controlStatistics()),
                statistics(judgement.experimentStatistics()),
                finite(judgement.classification().ratio()),
                unit.equals(Unit.NONE) ? null : unit.suffix());
    }

    private static String classification(Label label) {
        return switch (label) {
            case TOO_FEW, UNDECIDED -> "Inconclusive";
            case PASS, HIGH, LOW, NODATA, NODATA_FAIL_METRIC, ERROR -> label.text();
        };
    }

    private static SampleStatistics statistics(Statistics statistics) {
        return statistics.count() == 0
                ? new SampleStatistics(0, null, null, null, null)
                : new SampleStatistics(
                        statistics.count(),
                        finite(statistics.mean()),
                        finite(statistics.min()),
                        finite(statistics.max()),
                        finite(statistics.deviation()));
    }

    private static @Nullable ShiftReport shift(MetricJudgement judgement) {
        var comparison = judgement.classification().comparison();
        return comparison == null
                ? null
                : new ShiftReport(
                        finite(comparison.lower()),
                        finite(comparison.upper()),
                        finite(comparison.estimate()),
                        finite(comparison.tolerance()),
                        finite(comparison.effect()));
    }
}
