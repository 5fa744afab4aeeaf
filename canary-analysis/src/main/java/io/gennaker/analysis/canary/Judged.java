package io.gennaker.analysis.canary;

import io.gennaker.analysis.canary.AnalysisReport.ScorePoint;
import io.gennaker.analysis.canary.AnalysisReport.TrailPoint;
import io.gennaker.contracts.SequentialTerms.AtHorizon;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.Classification;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.Label;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.ScoreThresholds;
import io.gennaker.judges.sequential.Histogram;
import io.gennaker.judges.sequential.Look;
import io.gennaker.judges.sequential.PairTest;
import io.gennaker.judges.sequential.SequentialTest;
import io.gennaker.judges.sequential.TailTest;
import io.gennaker.judges.sequential.Terms;
import io.gennaker.judges.sequential.Watched;
import io.gennaker.judges.threshold.Limited;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// What one look found. A pure function of the data.
///
/// @param trails of each metric, in order of the plan; empty where the judge has none
/// @param isOver more data cannot change the verdict, or need not
public record Judged(
        CanaryResult result, VerdictRule.Decision decision, List<List<TrailPoint>> trails, boolean isOver) {

    /// @param isLast no more data come
    public static Judged of(AnalysisPlan plan, List<MetricData> data, boolean isLast) {
        return switch (plan.judge()) {
            case Judge.Ranks ranks -> ranks(plan, ranks.policy(), data, VerdictRule::decide, isLast);
            case Judge.LikeKayenta _ -> ranks(plan, JudgePolicy.likeKayenta(), data, VerdictRule::likeKayenta, isLast);
            case Judge.Watch watch -> watch(plan, watch, data, isLast);
            case Judge.Bounds bounds -> bounds(plan, bounds, data, isLast);
        };
    }

    /// @param at end of the data
    public ScorePoint score(Instant at) {
        return new ScorePoint(at, result.score().value(), decision.verdict());
    }

    public Verdict verdict() {
        return decision.verdict();
    }

    /// Before the end only a Fail is believed: it would be one at the end of this much data, too.
    private static Judged ranks(
            AnalysisPlan plan,
            JudgePolicy policy,
            List<MetricData> data,
            BiFunction<CanaryResult, ScoreThresholds, VerdictRule.Decision> rule,
            boolean isLast) {
        var pairs = data.stream().map(MetricData::pair).toList();
        var result = new MannWhitneyJudge(policy).judge(plan.config(), plan.thresholds(), pairs);
        var decision = rule.apply(result, plan.thresholds());
        return new Judged(result, decision, List.of(), isLast || decision.verdict() == Verdict.FAIL);
    }

    private static Judged watch(AnalysisPlan plan, Judge.Watch watch, List<MetricData> data, boolean isLast) {
        var open = isLast && watch.atHorizon() == AtHorizon.PASS ? Watched.Open.PASS : Watched.Open.UNDECIDED;
        var judgements = new ArrayList<MetricJudgement>();
        var trails = new ArrayList<List<TrailPoint>>();
        for (var index = 0; index < data.size(); index++) {
            // it looks at all since the begin each time
            var first = plan.firstValue(plan.metrics().get(index), 0);
            var looks = looks(data.get(index), watch.terms().get(index), plan.independentEvery());
            trails.add(TrailPoint.of(looks, first, plan.window()));
            judgements.add(new Watched(
                            data.get(index).pair(), plan.metrics().get(index).config(), looks)
                    .judgement(open, watch.minimumLooks()));
        }
        var result = plan.scorer().score(judgements);
        var decision = VerdictRule.decide(result, plan.thresholds());
        return new Judged(result, decision, trails, isLast || isSettled(plan, judgements));
    }

    private static List<Look> looks(MetricData data, Terms terms, int independentEvery) {
        return switch (data) {
            case MetricData.Requests requests -> {
                var test = new SequentialTest(terms);
                yield requests.windows().stream()
                        .map(window -> {
                            test.add(window);
                            return test.look();
                        })
                        .toList();
            }
            case MetricData.Latencies latencies -> tail(latencies, terms);
            case MetricData.Values values -> {
                var test = new PairTest(terms);
                var control = values.pair().control().toArray();
                var experiment = values.pair().experiment().toArray();
                yield IntStream.range(0, control.length)
                        .mapToObj(index -> {
                            // samples that overlap say the same thing twice
                            if (index % independentEvery == 0) {
                                test.add(control[index], experiment[index]);
                            }
                            return test.look();
                        })
                        .toList();
            }
        };
    }

    private static List<Look> tail(MetricData.Latencies latencies, Terms terms) {
        var test = new TailTest(latencies.quantile(), terms);
        return IntStream.range(0, latencies.control().size())
                .mapToObj(index -> {
                    Histogram control = latencies.control().get(index);
                    test.add(control, latencies.experiment().get(index));
                    return test.look();
                })
                .toList();
    }

    /// Nothing that counts is open, or even the best that can come does not save the canary. Where nothing counts,
    /// all is there to be seen to the end.
    private static boolean isSettled(AnalysisPlan plan, List<MetricJudgement> judgements) {
        var counted = judgements.stream()
                .filter(judgement -> !judgement.metric().muted())
                .toList();
        if (!counted.isEmpty() && counted.stream().noneMatch(judgement -> isOpen(judgement.label()))) {
            return true;
        }
        var best = plan.scorer().score(judgements.stream().map(Judged::atBest).toList());
        return VerdictRule.decide(best, plan.thresholds()).verdict() == Verdict.FAIL;
    }

    private static boolean isOpen(Label label) {
        return switch (label) {
            case UNDECIDED, NODATA, NODATA_FAIL_METRIC, TOO_FEW, ERROR -> true;
            case PASS, HIGH, LOW -> false;
        };
    }

    private static MetricJudgement atBest(MetricJudgement judgement) {
        return isOpen(judgement.label())
                ? new MetricJudgement(
                        judgement.pair(),
                        judgement.metric(),
                        judgement.controlStatistics(),
                        judgement.experimentStatistics(),
                        new Classification(Label.PASS, null, false, null, null))
                : judgement;
    }

    private static Judged bounds(AnalysisPlan plan, Judge.Bounds bounds, List<MetricData> data, boolean isLast) {
        var limited = IntStream.range(0, data.size())
                .mapToObj(index -> new Limited(
                                data.get(index).pair(),
                                plan.metrics().get(index).config(),
                                bounds.limits().get(index))
                        .judge(isLast))
                .toList();
        var result = plan.scorer()
                .score(limited.stream().map(Limited.Judged::judgement).toList());
        var decision = VerdictRule.worst(result);
        var counted = limited.stream()
                .filter(metric -> !metric.judgement().metric().muted())
                .toList();
        var noneIsOpen = !counted.isEmpty() && counted.stream().noneMatch(Limited.Judged::isOpen);
        return new Judged(result, decision, List.of(), isLast || noneIsOpen || decision.verdict() == Verdict.FAIL);
    }
}
