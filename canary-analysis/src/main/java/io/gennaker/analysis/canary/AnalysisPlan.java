package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.Counted;
import io.gennaker.analysis.metrics.QueryScope;
import io.gennaker.analysis.metrics.QueryTemplate;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.ScoreThresholds;
import io.gennaker.judges.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that one analysis needs, checked: nothing in it can turn out to be invalid after the waiting.
///
/// @param metrics in the order of the specification
public record AnalysisPlan(
        ExecutionId executionId,
        AnalyseCanary task,
        Sides sides,
        AnalysisWindow window,
        List<PlannedMetric> metrics,
        CanaryConfig config,
        Judge judge,
        ScoreThresholds thresholds) {

    public AnalysisPlan {
        metrics = List.copyOf(metrics);
    }

    /// The query of one metric for the workload of one track.
    public String query(PlannedMetric metric, Track track) {
        return fill(metric.query().template(), track);
    }

    String fill(QueryTemplate template, Track track) {
        return template.fill(new QueryScope(task.cluster().name(), task.namespace(), sides.of(track), window.rate()));
    }

    /// Times of the values of a look.
    SampleGrid grid(int look) {
        return window.grid(look, lookback());
    }

    private @Nullable Duration lookback() {
        return switch (judge) {
            case Judge.Ranks ranks -> ranks.lookback();
            case Judge.LikeKayenta kayenta -> kayenta.lookback();
            case Judge.Watch _, Judge.Bounds _ -> null;
        };
    }

    /// @throws IllegalArgumentException when a look could not be taken, or none could have enough samples
    void checkLooks() {
        var lookback = lookback();
        if (lookback != null) {
            checkLookback(lookback);
        }
        checkGrids();
        extended().ifPresent(AnalysisPlan::checkExtended);
        if (judge instanceof Judge.Watch watch) {
            extended().orElse(this).checkIndependent(watch.minimumLooks());
        }
    }

    /// Of a metric that is not one of counts only the samples that do not overlap are compared: with too few of them it
    /// could never pass.
    private void checkIndependent(int needed) {
        var samples = Math.ceilDiv(lastGrid().size(), independentEvery());
        if (samples >= needed) {
            return;
        }
        var enough = window.step().multipliedBy((long) needed * independentEvery());
        var duration = task.spec().duration();
        var times = Duration.between(window.from(), window.to()).dividedBy(duration);
        for (var metric : metrics) {
            if (!metric.config().muted() && !isCounted(metric)) {
                throw new IllegalArgumentException(
                        ("duration: found %s with step %s, which gives %d samples that do not overlap, of %s each, must"
                                        + " give at least minimumSamples %d; allowed: at least %s, as metric '%s' is"
                                        + " not one of counts")
                                .formatted(
                                        duration,
                                        window.step(),
                                        samples,
                                        window.rate(),
                                        needed,
                                        enough.dividedBy(times),
                                        metric.spec().name()));
            }
        }
    }

    private void checkLookback(Duration lookback) {
        if (lookback.compareTo(window.rate()) < 0) {
            throw new IllegalArgumentException(
                    "lookback: found %s, must be at least %s, the time that one sample covers"
                            .formatted(lookback, window.rate()));
        }
        var samples = lastGrid().size();
        if (judge instanceof Judge.Ranks ranks && samples < ranks.policy().minimumSamples()) {
            throw new IllegalArgumentException(
                    ("lookback: found %s with step %s, which gives %d samples of %s each, must give at least"
                                    + " minimumSamples %d")
                            .formatted(
                                    lookback,
                                    window.step(),
                                    samples,
                                    window.rate(),
                                    ranks.policy().minimumSamples()));
        }
    }

    private void checkExtended() {
        try {
            checkGrids();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "onInconclusive: found extendOnce, which doubles the duration %s: %s"
                            .formatted(task.spec().duration(), invalid.getMessage()),
                    invalid);
        }
    }

    /// Counters are read at the begin of their first window, too, and neighbours are looked at without a lookback.
    private void checkGrids() {
        lastGrid();
        if (metrics.stream().anyMatch(this::isCounted)) {
            window.counters(window.looks() - 1);
        }
        if (task.spec().neighbours() != null) {
            window.grid(window.looks() - 1, null);
        }
    }

    private SampleGrid lastGrid() {
        return grid(window.looks() - 1);
    }

    /// When the sources have all of a look.
    Instant readyAt(int look) {
        return metrics.stream().allMatch(this::isCounted) ? window.countersReadyAt(look) : window.readyAt(look);
    }

    /// Counters are read at both ends of a window, a rate at the end of its own.
    private boolean isCounted(PlannedMetric metric) {
        return judge instanceof Judge.Watch && !(metric.query().counted() instanceof Counted.Values);
    }

    /// Time of the first value of a look, by the clock of the window.
    Instant firstValue(PlannedMetric metric, int look) {
        return isCounted(metric)
                ? window.from().plus(window.step())
                : grid(look).first();
    }

    /// @throws IllegalArgumentException when it could never pass, as its data are whole only after the deadline
    public void checkEndsBy(Instant deadline) {
        var ready = readyAt(firstThatCanPass());
        if (ready.isAfter(deadline)) {
            throw new IllegalArgumentException(
                    "duration: found data until %s, which the sources have %s later; must be whole by the deadline %s"
                            .formatted(ready.minus(window.scrape()), window.scrape(), deadline));
        }
    }

    private int firstThatCanPass() {
        return switch (judge) {
            case Judge.Ranks _, Judge.LikeKayenta _ -> window.looks() - 1;
            case Judge.Watch _, Judge.Bounds _ -> 0;
        };
    }

    Scorer scorer() {
        return new Scorer(config.groupWeights(), thresholds);
    }

    /// Of so many samples one is taken where samples must not overlap.
    int independentEvery() {
        return Math.toIntExact(
                Math.ceilDiv(window.rate().toMillis(), window.step().toMillis()));
    }

    /// The plan after standstills that are over.
    public AnalysisPlan after(List<Standstill> standstills) {
        var moved = window;
        for (var standstill : standstills) {
            if (standstill.until() != null) {
                moved = moved.standing(standstill.since(), standstill.until());
            }
        }
        return with(moved);
    }

    private AnalysisPlan with(AnalysisWindow other) {
        return new AnalysisPlan(executionId, task, sides, other, metrics, config, judge, thresholds);
    }

    /// A plan of other metrics of the same workloads over the time up to a look, by ranks: they need a minimum of
    /// samples that other judges do not.
    public AnalysisPlan beside(int look, List<PlannedMetric> others) {
        return new AnalysisPlan(
                executionId,
                task,
                sides,
                window.endingWith(look),
                others,
                new CanaryConfig(others.stream().map(PlannedMetric::config).toList(), Map.of()),
                new Judge.Ranks(JudgePolicy.strict(minimumSamplesOfRanks()), null),
                thresholds);
    }

    private int minimumSamplesOfRanks() {
        return Math.max(JudgePolicy.LEAST_MINIMUM_SAMPLES, task.spec().minimumSamples());
    }

    /// The plan with a window of twice the length, where that is what an inconclusive end asks for.
    public Optional<AnalysisPlan> extended() {
        var pace = task.spec().pace();
        return pace != null && pace.onInconclusive() == AnalysisPace.OnInconclusive.EXTEND_ONCE
                ? Optional.of(with(window.extended()))
                : Optional.empty();
    }
}
