package io.gennaker.analysis.canary;

import static io.gennaker.analysis.canary.Specifications.ACCEPTED;
import static io.gennaker.analysis.canary.Specifications.EXECUTION;
import static io.gennaker.analysis.canary.Specifications.custom;
import static io.gennaker.analysis.canary.Specifications.dryRun;
import static io.gennaker.analysis.canary.Specifications.paced;
import static io.gennaker.analysis.canary.Specifications.plan;
import static io.gennaker.analysis.canary.Specifications.planner;
import static io.gennaker.analysis.canary.Specifications.preset;
import static io.gennaker.analysis.canary.Specifications.spec;
import static io.gennaker.analysis.canary.Specifications.surrounded;
import static io.gennaker.analysis.canary.Specifications.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Neighbours;
import io.gennaker.contracts.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisPlannerTest {

    private static final AnalysisSpec VALID = spec(preset("errors", "istio-error-rate"));

    @Test
    void shouldCountAllTimesFromTheAcceptance() {
        // When
        var window =
                planner().plan(EXECUTION, task(VALID), ACCEPTED.plusMillis(250)).window();

        // Then
        assertThat(window.from()).isEqualTo(Instant.parse("2026-11-23T12:00:11Z"));
        assertThat(window.to()).isEqualTo(Instant.parse("2026-11-23T12:01:11Z"));
        assertThat(window.rate()).isEqualTo(Duration.ofSeconds(4));
        assertThat(window.grid(0, null).first()).isEqualTo(Instant.parse("2026-11-23T12:00:15Z"));
        assertThat(window.grid(0, null).size()).isEqualTo(57);
        assertThat(window.readyAt(0)).isEqualTo(Instant.parse("2026-11-23T12:01:12Z"));
    }

    @Test
    void shouldLookFirstWhenTheFirstSampleIsWhole() {
        // Given: a sample covers a minute, a step is shorter
        var planner = plannerScraping(Duration.ofSeconds(15));
        var everyTenSeconds = stepping(Duration.ofSeconds(10), VALID.over(Duration.ZERO, Duration.ofMinutes(10)));

        // When
        var plan = planner.plan(EXECUTION, task(paced(everyTenSeconds, every(Duration.ofSeconds(10)))), ACCEPTED);

        // Then
        assertThat(plan.window().grid(0, null).last()).isEqualTo(ACCEPTED.plusSeconds(60));
        assertThat(plan.window().readyAt(0)).isEqualTo(ACCEPTED.plusSeconds(60 + 15));
        assertThat(plan.window().readyAt(5)).isEqualTo(ACCEPTED.plusSeconds(60 + 15));
        assertThat(plan.window().readyAt(6)).isEqualTo(ACCEPTED.plusSeconds(70 + 15));
    }

    @Test
    void shouldKeepSamplesOnTheirGridAcrossAPauseWhereAStepDoesNotDivideWhatASampleCovers() {
        // Given: a sample covers forty seconds, a step is fifteen
        var spec = stepping(Duration.ofSeconds(15), VALID.over(Duration.ZERO, Duration.ofSeconds(175)));
        var pause = new Standstill(ACCEPTED.plusSeconds(100), ACCEPTED.plusSeconds(400));

        // When
        var window = plannerScraping(Duration.ofSeconds(10))
                .plan(EXECUTION, task(spec), ACCEPTED)
                .after(List.of(pause))
                .window();

        // Then
        var grid = window.grid(0, null);
        var pieces = window.clock().pieces(grid, Duration.ZERO);
        assertThat(pieces).hasSize(2);
        assertThat(pieces.stream().mapToInt(SampleGrid::size).sum()).isEqualTo(grid.size());
        assertThat(AnalysisReport.Gap.of(window))
                .containsExactly(new AnalysisReport.Gap(
                        lastValue(pieces.getFirst()), pieces.getLast().first()));
        assertThat(grid.first()).isEqualTo(ACCEPTED.plusSeconds(45));
    }

    private static Instant lastValue(SampleGrid grid) {
        return grid.first().plus(grid.step().multipliedBy(grid.size() - 1L));
    }

    @Test
    void shouldLookAtCountersFromTheBeginOn() {
        // Given: they are read at both ends of a step
        var planner = plannerScraping(Duration.ofSeconds(15));
        var everyTenSeconds = stepping(Duration.ofSeconds(10), VALID.over(Duration.ZERO, Duration.ofMinutes(10)));

        // When
        var plan = planner.plan(EXECUTION, task(Specifications.sequential(everyTenSeconds, 0.05)), ACCEPTED);

        // Then
        assertThat(plan.readyAt(0)).isEqualTo(ACCEPTED.plusSeconds(10 + 15));
    }

    @Test
    void shouldAskForTheWorkloadOfEachTrack() {
        // Given
        var plan = plan(custom("queue", "max(queue{pod=~\"${workload}-.*\"})"));

        // When
        var query = plan.query(plan.metrics().getFirst(), Track.CANARY);

        // Then
        assertThat(query).isEqualTo("max(queue{pod=~\"shop-canary-" + EXECUTION.revision() + "-.*\"})");
    }

    @Test
    void shouldAskForTheWorkloadsThatTheTaskNames() {
        // Given
        var spec = spec(custom("queue", "max(queue{pod=~\"${workload}-.*\"})"));
        var named = new AnalysisTask.Compared("shop-new", "shop-old");
        var alone = new AnalysisTask.Compared("shop-new", null);
        var cluster = new ClusterTarget("production", "production");

        // When
        var compared = planner().plan(EXECUTION, new AnalyseCanary(cluster, "acme", "shop-new", spec, named), ACCEPTED);
        var held = planner().plan(EXECUTION, new AnalyseCanary(cluster, "acme", "shop-new", spec, alone), ACCEPTED);

        // Then
        assertThat(compared.sides()).isEqualTo(new Sides("shop-old", "shop-new"));
        assertThat(held.sides()).isEqualTo(new Sides("shop-new", "shop-new"));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertRefused(
                spec(preset("errors", "istio-errors")),
                "metric 'errors': found preset 'istio-errors', must be one of [istio-error-rate,");
        assertRefused(
                spec(custom("queue", "max(queue{pod=\"${pod}\"})")),
                "metric 'queue': query: found placeholder '${pod}', must be one of [${workload},");
        assertRefused(
                with("nearest", VALID.minimumSamples(), Map.of()),
                "judge: found 'nearest', must be one of [mann-whitney, kayenta, sequential, threshold]");
    }

    @Test
    void shouldRefuseTwoMetricsOfOneName() {
        assertRefused(
                spec(preset("errors", "istio-error-rate"), preset("errors", "istio-latency-p95")),
                "metrics: found 'errors' twice, names must be unique");
    }

    @Test
    void shouldRefuseADurationThatCannotHoldTheSamples() {
        assertRefused(
                with("mann-whitney", 58, Map.of()),
                "duration: found PT1M with step PT1S, which gives 57 samples of PT4S each, must give at least minimumSamples 58");
        assertRefused(
                stepping(Duration.ofSeconds(3), VALID.over(Duration.ZERO, Duration.ofSeconds(26))),
                "duration: found PT26S with step PT3S, which gives 7 samples of PT4S each, must give at least minimumSamples 8");
    }

    @Test
    void shouldRefuseADurationThatCannotHoldTheSamplesThatTheSequentialJudgeCompares() {
        // Given: a sample covers a minute, so of those that are ten seconds apart every sixth is compared
        var planner = plannerScraping(Duration.ofSeconds(15));
        var pace = new AnalysisPace(null, null, AnalysisPace.OnInconclusive.EXTEND_ONCE);
        var queue = custom("queue", "max(queue{pod=~\"${workload}-.*\"})");
        var counted = preset("errors", "istio-error-rate");

        // When, then
        assertThatThrownBy(() -> planner.plan(EXECUTION, task(watched(300, counted, queue)), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration: found PT5M with step PT10S, which gives 5 samples that do not overlap, of PT1M"
                        + " each, must give at least minimumSamples 8; allowed: at least PT8M, as metric 'queue' is"
                        + " not one of counts");
        assertThatThrownBy(() -> planner.plan(EXECUTION, task(paced(watched(180, queue), pace)), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gives 6 samples that do not overlap")
                .hasMessageContaining("at least PT4M");
        for (var allowed : List.of(
                watched(480, queue),
                paced(watched(240, queue), pace),
                watched(300, counted),
                watched(300, counted, dryRun(queue)))) {
            assertThatCode(() -> planner.plan(EXECUTION, task(allowed), ACCEPTED))
                    .doesNotThrowAnyException();
        }
    }

    private static AnalysisSpec watched(int seconds, MetricSpec... metrics) {
        return Specifications.sequential(
                stepping(Duration.ofSeconds(10), spec(metrics).over(Duration.ZERO, Duration.ofSeconds(seconds))), 0.05);
    }

    @Test
    void shouldRefuseAMinimumThatCannotShowADifference() {
        assertRefused(with("mann-whitney", 4, Map.of()), "minimum samples: found 4, must be at least 5");
    }

    @Test
    void shouldRefuseWeightsThatNoScoreCanReach() {
        assertRefused(with("mann-whitney", 8, Map.of("istio", 60.0)), "groupWeights: found a sum of 60.0, must be 100");
        assertRefused(
                with("mann-whitney", 8, Map.of("kubernetes", 40.0)),
                "groupWeights: found group 'kubernetes', must be one of [istio]");
    }

    @Test
    void shouldRefuseWeightsOfMetricsThatDoNotCount() {
        // Given
        var errors = preset("errors", "istio-error-rate");
        var shown = dryRun(custom("queue", "max(queue{pod=~\"${workload}-.*\"})"));

        // When, then: no score could have what the group has
        assertRefused(
                weighted(Map.of("istio", 50.0, "custom", 50.0), errors, shown),
                "groupWeights: found group 'custom', must be one of [istio]");
        assertRefused(weighted(Map.of("istio", 50.0), errors, shown), "groupWeights: found a sum of 50.0, must be 100");
        assertThatCode(() -> planner().plan(EXECUTION, task(weighted(Map.of("istio", 100.0), errors, shown)), ACCEPTED))
                .doesNotThrowAnyException();
        assertThatCode(() -> planner().plan(EXECUTION, task(weighted(Map.of(), shown)), ACCEPTED))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(AnalysisSpec spec, String message) {
        assertThatThrownBy(() -> planner().plan(EXECUTION, task(spec), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseToBeJudgedTooOften() {
        assertRefused(
                Specifications.sequential(VALID.over(Duration.ZERO, Duration.ofHours(1)), 0.05),
                "interval: found PT1S over PT1H, which gives 3600 judgements, must give at most 2000");
    }

    @Test
    void shouldRefuseALookbackThatCannotHoldTheSamples() {
        // Given: a sample covers a minute
        var planner = plannerScraping(Duration.ofSeconds(15));
        var everyTenSeconds = stepping(Duration.ofSeconds(10), VALID.over(Duration.ZERO, Duration.ofMinutes(10)));

        // When, then
        assertThatThrownBy(() -> planner.plan(EXECUTION, task(lookingBack(30, everyTenSeconds)), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lookback: found PT30S, must be at least PT1M, the time that one sample covers");
        assertThatThrownBy(() -> planner.plan(EXECUTION, task(lookingBack(120, everyTenSeconds)), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lookback: found PT2M with step PT10S, which gives 7 samples of PT1M each, must give at"
                        + " least minimumSamples 8");
        assertThatCode(() -> planner.plan(EXECUTION, task(lookingBack(130, everyTenSeconds)), ACCEPTED))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAnExtensionThatIsTooLongForItsStep() {
        // Given
        var pace = new AnalysisPace(null, null, AnalysisPace.OnInconclusive.EXTEND_ONCE);

        // When, then
        assertRefused(
                paced(VALID.over(Duration.ZERO, Duration.ofSeconds(6_000)), pace),
                "onInconclusive: found extendOnce, which doubles the duration PT1H40M: window: found 11997 samples, must"
                        + " be at most 11000; use a longer step");
    }

    @Test
    void shouldRefuseMoreCountersThanASourceAnswersWith() {
        // Given: rates of four seconds, so there are four fewer of them than of counters
        var once = every(Duration.ofMinutes(1));
        var extended = new AnalysisPace(Duration.ofMinutes(1), null, AnalysisPace.OnInconclusive.EXTEND_ONCE);

        // When, then
        assertRefused(
                paced(countingFor(11_000), once),
                "window: found 11001 samples, must be at most 11000; use a longer step");
        assertRefused(
                paced(countingFor(5_500), extended),
                "onInconclusive: found extendOnce, which doubles the duration PT1H31M40S: window: found 11001 samples,"
                        + " must be at most 11000; use a longer step");
        assertThatCode(() -> planner().plan(EXECUTION, task(paced(countingFor(10_999), once)), ACCEPTED))
                .doesNotThrowAnyException();
    }

    private static AnalysisSpec countingFor(int seconds) {
        return Specifications.sequential(VALID.over(Duration.ZERO, Duration.ofSeconds(seconds)), 0.05);
    }

    @Test
    void shouldRefuseAnExtensionThatIsTooLongToLookAtNeighbours() {
        // Given: the canary's own samples are those of the lookback
        var pace = new AnalysisPace(null, Duration.ofMinutes(1), AnalysisPace.OnInconclusive.EXTEND_ONCE);
        var alone = paced(VALID.over(Duration.ZERO, Duration.ofSeconds(6_000)), pace);

        // When, then
        assertThatCode(() -> planner().plan(EXECUTION, task(alone), ACCEPTED)).doesNotThrowAnyException();
        assertRefused(
                surrounded(alone, null, new Neighbours(true, true, 1.5)),
                "onInconclusive: found extendOnce, which doubles the duration PT1H40M: window: found 11997 samples");
    }

    @Test
    void shouldRefuseToAskASourceMoreOftenThanItHasValues() {
        // Given: a value a minute
        var planner = plannerOver(Sampling.ofIntervals(Duration.ofMinutes(1), Duration.ofMinutes(4)));
        var everySecond =
                spec(Specifications.from("stackdriver", custom("cpu", "cpu"))).over(Duration.ZERO, Duration.ofHours(1));
        var everyMinute = stepping(Duration.ofMinutes(1), everySecond);
        var soon = paced(everyMinute, new AnalysisPace(Duration.ofSeconds(30), null, AnalysisPace.OnInconclusive.FAIL));

        // When, then
        assertThatThrownBy(() -> planner.plan(EXECUTION, task(everySecond), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step: found 1s, must be at least 60s: source 'stackdriver' of metric 'cpu' has a value"
                        + " every 60s; set step: 60s");
        assertThatThrownBy(() -> planner.plan(EXECUTION, task(soon), ACCEPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("interval: found 30s, must be at least 60s: source 'stackdriver'");
        assertThat(planner.plan(EXECUTION, task(everyMinute), ACCEPTED).window().readyAt(0))
                .isEqualTo(ACCEPTED.plus(Duration.ofMinutes(65)));
    }

    @Test
    void shouldRefuseADeadlineBeforeTheSourcesHaveTheDataThatItNeedsToPass() {
        // Given
        var planner = plannerOver(Sampling.ofIntervals(Duration.ofSeconds(1), Duration.ofMinutes(4)));
        var spec = spec(Specifications.from("stackdriver", custom("cpu", "cpu")));
        var late = planner.plan(EXECUTION, task(spec), ACCEPTED);
        var watched = planner.plan(EXECUTION, task(Specifications.sequential(spec, 0.05)), ACCEPTED);
        var deadline = ACCEPTED.plus(Duration.ofMinutes(5));

        // When, then: the one may pass long before its end
        assertThatThrownBy(() -> late.checkEndsBy(deadline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration: found data until 2026-11-23T12:01:10Z, which the sources have PT4M1S later; must"
                        + " be whole by the deadline 2026-11-23T12:05:00Z");
        assertThatCode(() -> watched.checkEndsBy(deadline)).doesNotThrowAnyException();
    }

    private static AnalysisPace every(Duration interval) {
        return new AnalysisPace(interval, null, AnalysisPace.OnInconclusive.FAIL);
    }

    private static AnalysisSpec lookingBack(int seconds, AnalysisSpec spec) {
        return paced(spec, new AnalysisPace(null, Duration.ofSeconds(seconds), AnalysisPace.OnInconclusive.FAIL));
    }

    private static AnalysisPlanner plannerScraping(Duration interval) {
        return new AnalysisPlanner(
                new MetricQueries(new IstioPresets("cluster")),
                MetricSources.prometheus((_, _) -> List.of(), new Sampling(interval)));
    }

    private static AnalysisPlanner plannerOver(Sampling sampling) {
        return new AnalysisPlanner(
                new MetricQueries(new IstioPresets("cluster")),
                new MetricSources(Map.of("stackdriver", new MetricSources.Source((_, _) -> List.of(), sampling))));
    }

    private static AnalysisSpec stepping(Duration step, AnalysisSpec spec) {
        return new AnalysisSpec(
                spec.judge(),
                spec.warmUp(),
                spec.duration(),
                step,
                spec.minimumSamples(),
                spec.metrics(),
                spec.groupWeights(),
                spec.pass(),
                spec.marginal(),
                spec.pace(),
                spec.sequential());
    }

    private static AnalysisSpec weighted(Map<String, Double> weights, MetricSpec... metrics) {
        return with(VALID.judge(), VALID.minimumSamples(), List.of(metrics), weights);
    }

    private static AnalysisSpec with(String judge, int minimumSamples, Map<String, Double> weights) {
        return with(judge, minimumSamples, VALID.metrics(), weights);
    }

    private static AnalysisSpec with(
            String judge, int minimumSamples, List<MetricSpec> metrics, Map<String, Double> weights) {
        return new AnalysisSpec(
                judge,
                VALID.warmUp(),
                VALID.duration(),
                VALID.step(),
                minimumSamples,
                metrics,
                weights,
                VALID.pass(),
                VALID.marginal(),
                null,
                null);
    }
}
