package io.gennaker.analysis.kafka;

import static io.gennaker.analysis.canary.Specifications.ACCEPTED;
import static io.gennaker.analysis.canary.Specifications.EXECUTION;
import static io.gennaker.analysis.canary.Specifications.SAMPLING;
import static io.gennaker.analysis.canary.Specifications.critical;
import static io.gennaker.analysis.canary.Specifications.custom;
import static io.gennaker.analysis.canary.Specifications.preset;
import static io.gennaker.analysis.canary.Specifications.spec;
import static io.gennaker.analysis.canary.Specifications.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.EarlierRelease;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.analysis.canary.Specifications;
import io.gennaker.analysis.canary.Standstill;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.traffic.TrafficQueries;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.AnalysisTask.Certainty;
import io.gennaker.contracts.AnalysisTask.ConfirmTraffic;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.MetricLimits;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Neighbours;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import io.gennaker.contracts.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnalysisOperationsTest {

    private static final OperationId ID = OperationId.of(EXECUTION, "canary", "analyse-10", 1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final AnalysisTask ANALYSE =
            task(spec(critical("errors", "istio-error-rate"), preset("p95", "istio-latency-p95")));
    private static final AnalysisTask EXTENDED_ONCE = task(Specifications.paced(
            spec(preset("p95", "istio-latency-p95")),
            new AnalysisPace(null, null, AnalysisPace.OnInconclusive.EXTEND_ONCE)));
    private static final AnalysisTask CONFIRM = confirm(Certainty.OnLittleTraffic.GO_ON);

    private static final Map<String, String> CALLED_BY_GATEWAY = Map.of(
            "reporter", "source",
            "source_workload", "gateway",
            "source_workload_namespace", "acme",
            "destination_service_name", "shop",
            "destination_workload", "shop",
            "destination_workload_namespace", "acme");

    private final FakeClock clock = new FakeClock();
    private final FakeSource source = new FakeSource(clock);
    private final FakeSource other = new FakeSource(clock);
    private final MetricSources sources = MetricSources.prometheus(source, SAMPLING)
            .and(Map.of("datadog", new MetricSources.Source(other, SAMPLING)));
    private final List<AnalysisReport> kept = new ArrayList<>();
    private final List<EarlierRelease> earlier = new ArrayList<>();
    private final FakeStandstills standstills = new FakeStandstills(clock);
    private final AnalysisOperations operations = new AnalysisOperations(
            clock,
            source,
            SAMPLING,
            new TrafficQueries("cluster"),
            new AnalysisPlanner(new MetricQueries(new IstioPresets("cluster")), sources),
            sources,
            new ReportStore() {
                @Override
                public void keep(AnalysisReport report) {
                    kept.add(report);
                }

                @Override
                public List<EarlierRelease> earlier(AnalysisReport report, int most) {
                    return earlier;
                }

                @Override
                public Optional<String> find(OperationId operationId) {
                    return Optional.empty();
                }
            },
            standstills,
            new ServiceGraphs(source, "cluster"));

    @Test
    void shouldPassAGoodCanaryOverTheWindowCountedFromTheAcceptance() throws InterruptedException {
        // Given
        source.answer("requests_total", _ -> 0).answer("duration", time -> 20 + time.getEpochSecond() % 3);
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(completed.from()).isEqualTo(ACCEPTED.plusSeconds(10));
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(70));
        assertThat(completed.at()).isEqualTo(ACCEPTED.plusSeconds(71));
        assertThat(kept).singleElement().extracting(AnalysisReport::verdict).isEqualTo(Verdict.PASS);
        assertThat(progress(operation))
                .containsExactly(
                        "warming up until 2026-11-23T12:00:10Z, then data until 2026-11-23T12:01:10Z",
                        "gathering data from 2026-11-23T12:00:10Z to 2026-11-23T12:01:10Z");
    }

    @Test
    void shouldTellTheWholeReportWithItsVerdict() throws InterruptedException, JsonProcessingException {
        // Given
        source.answer("requests_total", _ -> 0).answer("duration", time -> 20 + time.getEpochSecond() % 3);
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var reported =
                (EvidenceEvent.Reported) operation.sent().get(operation.sent().size() - 2);
        assertThat(reported.verdict()).isEqualTo(Verdict.PASS);
        assertThat(reported.workload()).isEqualTo("shop");
        assertThat(MessageCodec.json().readValue(reported.report().text(), AnalysisReport.class))
                .isEqualTo(kept.getFirst());
    }

    @Test
    void shouldGiveReportsTheFormOfTheSample() throws JsonProcessingException {
        // Given
        var sample = (EvidenceEvent.Reported) Samples.message(MessageType.ANALYSIS_REPORTED);

        // When
        var report = MessageCodec.json().readValue(sample.report().text(), AnalysisReport.class);

        // Then
        assertThat(report.operationId()).isEqualTo(sample.operationId());
        assertThat(report.metrics()).hasSize(2);
    }

    @Test
    void shouldFailABadCanaryWithTheNumbers() throws InterruptedException {
        // Given
        source.answer(
                        canary() + "\",destination_workload_namespace=\"acme\",cluster=\"production\",response_code",
                        _ -> 5)
                .answer("requests_total", _ -> 0)
                .answer("duration", _ -> 20);
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(completed.reasons())
                .anyMatch(reason -> reason.startsWith("errors: canary 5.00 % against baseline 0.0 %"));
    }

    @Test
    void shouldLookAtTheSameWindowAfterAnotherReplicaTookOver() throws InterruptedException {
        // Given
        source.answer("requests_total", _ -> 0).answer("duration", _ -> 20);
        var operation = operation(ANALYSE).leaseLostAfter(Duration.ofSeconds(30));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.runs()).isGreaterThan(1);
        assertThat(source.grids())
                .containsOnly(
                        new SampleGrid(ACCEPTED.plusSeconds(14), ACCEPTED.plusSeconds(70), Duration.ofSeconds(1)));
        assertThat(operation.sent())
                .filteredOn(AnalysisEvent.Completed.class::isInstance)
                .hasSize(1);
        assertThat(progress(operation)).doesNotHaveDuplicates();
    }

    @Test
    void shouldMoveTheWindowsByAPauseAndNotLookAtWhatCameInMeanwhile() throws InterruptedException {
        // Given: paused for twenty minutes in the middle of the data, in which everything fails
        var pause = new Standstill(ACCEPTED.plusSeconds(30), ACCEPTED.plusSeconds(30 + 20 * 60));
        standstills.put(pause, Objects.requireNonNull(pause.until()).plus(FIVE_MINUTES));
        source.answer(
                        canary() + "\",destination_workload_namespace=\"acme\",cluster=\"production\",response_code",
                        time -> time.isAfter(pause.since()) && !time.isAfter(pause.until()) ? 50 : 0)
                .answer("requests_total", _ -> 0)
                .answer("duration", time -> 20 + time.getEpochSecond() % 3);
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then: the sample that is wholly after the pause follows that at its begin
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(source.grids())
                .containsOnly(
                        new SampleGrid(ACCEPTED.plusSeconds(14), ACCEPTED.plusSeconds(30), Duration.ofSeconds(1)),
                        new SampleGrid(
                                ACCEPTED.plusSeconds(30 + 1200 + 4),
                                ACCEPTED.plusSeconds(70 + 1200 + 3),
                                Duration.ofSeconds(1)));
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(70 + 1200 + 3));
        assertThat(progress(operation))
                .contains("stands still since " + pause.since() + ", as the execution is paused");
        assertThat(kept.getFirst().gaps())
                .containsExactly(new AnalysisReport.Gap(ACCEPTED.plusSeconds(30), ACCEPTED.plusSeconds(30 + 1200 + 4)));
    }

    @Test
    void shouldNotCompareNeighboursWithEarlierReleases() throws InterruptedException {
        // Given: a caller that is slower than it was, by the baseline, too
        earlier.add(new EarlierRelease(
                new ExecutionId("shop-earlier"), ACCEPTED, 100, Map.of("p95", 21.0, "calls by gateway: p95", 10.0)));
        source.answer("response_code, grpc_response_status) (", CALLED_BY_GATEWAY, _ -> 5)
                .answer("requests_total", _ -> 0)
                .answer("duration", time -> 20 + time.getEpochSecond() % 3);
        var operation = operation(task(surrounded(spec(preset("p95", "istio-latency-p95")))));

        // When
        operation.runToEnd(operations);

        // Then
        var report = kept.getFirst();
        assertThat(report.metrics())
                .extracting(metric -> metric.result().name())
                .containsExactly("p95", "calls by gateway: errors", "calls by gateway: p95");
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(Objects.requireNonNull(report.history()).metrics())
                .extracting(AnalysisReport.History.Metric::name)
                .containsExactly("p95");
    }

    @Test
    void shouldFailAtOnceWhereTheNeighboursCannotBeAskedFor() throws InterruptedException {
        // Given
        source.answer("duration", time -> 20 + time.getEpochSecond() % 3);
        var spec = surrounded(spec(preset("p95", "istio-latency-p95")));
        var operation = operation(
                new AnalysisTask.AnalyseCanary(new ClusterTarget("Production", "production"), "acme", "shop", spec));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome()).isInstanceOfSatisfying(AnalysisEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
            assertThat(failed.reason()).startsWith("cluster and namespace: found 'Production', must be");
            assertThat(failed.at()).isEqualTo(ACCEPTED.plusSeconds(71));
        });
    }

    private static AnalysisSpec surrounded(AnalysisSpec spec) {
        return Specifications.surrounded(spec, new ReleaseHistory(5, 20), new Neighbours(true, false, 1.5));
    }

    @Test
    void shouldMoveTheWindowByAPauseWhileItGathersForAsLongAgain() throws InterruptedException {
        // Given: no values at all; paused for twenty minutes in the minute that was added
        var pause = new Standstill(ACCEPTED.plusSeconds(90), ACCEPTED.plusSeconds(90 + 20 * 60));
        standstills.put(pause, Objects.requireNonNull(pause.until()).plus(FIVE_MINUTES));
        var operation = operation(EXTENDED_ONCE);

        // When
        operation.runToEnd(operations);

        // Then: the minutes that are left follow the pause, and no sample covers it
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(130 + 1200 + 3));
        assertThat(source.grids())
                .containsOnly(
                        new SampleGrid(ACCEPTED.plusSeconds(14), ACCEPTED.plusSeconds(70), Duration.ofSeconds(1)),
                        new SampleGrid(ACCEPTED.plusSeconds(14), ACCEPTED.plusSeconds(90), Duration.ofSeconds(1)),
                        new SampleGrid(
                                ACCEPTED.plusSeconds(90 + 1200 + 4),
                                ACCEPTED.plusSeconds(130 + 1200 + 3),
                                Duration.ofSeconds(1)));
    }

    @Test
    void shouldCountNothingOfAPause() throws InterruptedException {
        // Given
        var end = ACCEPTED.plusSeconds(30 + 20 * 60);
        standstills.put(new Standstill(ACCEPTED.plusSeconds(30), end), end.plus(FIVE_MINUTES));
        source.answer("requests_total", time -> 100 * seconds(time));
        var operation = operation(sequential(preset("errors", "istio-error-rate")));

        // When
        operation.runToEnd(operations);

        // Then: counters are read up to its begin, and anew after its end
        assertThat(source.grids())
                .anyMatch(grid -> grid.last().equals(ACCEPTED.plusSeconds(30)))
                .anyMatch(grid -> grid.first().equals(end.plusSeconds(3)))
                .allMatch(grid -> !grid.last().isAfter(ACCEPTED.plusSeconds(30))
                        || !grid.first().isBefore(end));
    }

    @Test
    void shouldWarmUpLaterByAPauseInTheWarmUp() throws InterruptedException {
        // Given
        standstills.put(
                new Standstill(ACCEPTED.plusSeconds(5), ACCEPTED.plusSeconds(65)), ACCEPTED.plusSeconds(65 + 300));
        source.answer("requests_total", _ -> 0).answer("duration", _ -> 20);
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.from()).isEqualTo(ACCEPTED.plusSeconds(10 + 60));
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(70 + 60));
    }

    @Test
    void shouldEndWhenCancelledInAPause() throws InterruptedException {
        // Given
        standstills.put(new Standstill(ACCEPTED.plusSeconds(5), Instant.MAX), ACCEPTED);
        var operation = operation(ANALYSE).cancelledAfter(Duration.ofHours(9));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome()).isInstanceOf(AnalysisEvent.Cancelled.class);
    }

    @Test
    void shouldBeInconclusiveWhenThereAreNoData() throws InterruptedException {
        // Given
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(((AnalysisEvent.Completed) operation.outcome()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldGoOnWhenTheMetricsAreBack() throws InterruptedException {
        // Given
        source.answer("requests_total", _ -> 0).answer("duration", _ -> 20).awayUntil(ACCEPTED.plusSeconds(100));
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(completed.at()).isBetween(ACCEPTED.plusSeconds(100), ACCEPTED.plusSeconds(120));
        assertThat(progress(operation))
                .contains("no data since 2026-11-23T12:00:10Z, asking again: connection refused");
    }

    @Test
    void shouldBeInconclusiveBeforeTheDeadlineWhenTheMetricsStayAway() throws InterruptedException {
        // Given
        source.awayUntil(Instant.MAX);
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(completed.reasons())
                .containsExactly(
                        "deadline 2026-11-23T12:05:00Z reached: no data since 2026-11-23T12:00:10Z: connection refused");
        assertThat(completed.at()).isEqualTo(ACCEPTED.plus(FIVE_MINUTES).minusSeconds(2));
        assertThat(kept).singleElement().extracting(AnalysisReport::verdict).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldBeInconclusiveWhenOneOfTwoSourcesStaysAway() throws InterruptedException {
        // Given
        source.answer("requests_total", _ -> 0);
        other.awayUntil(Instant.MAX);
        var operation = operation(task(spec(
                preset("errors", "istio-error-rate"),
                Specifications.from("datadog", custom("depth", "avg:depth{app:${workload}}")))));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(completed.reasons().getFirst()).contains("no data since 2026-11-23T12:00:10Z");
    }

    @Test
    void shouldRefuseASourceThatIsNotThere() throws InterruptedException {
        // Given
        var operation = operation(task(spec(Specifications.from("graphite", custom("depth", "depth")))));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(((AnalysisEvent.Failed) operation.outcome()).reason())
                .isEqualTo("metric 'depth': found source 'graphite', must be one of [datadog, prometheus]");
    }

    @Test
    void shouldJudgeEveryIntervalOnceAlsoWhenAnotherReplicaTookOver() throws InterruptedException {
        // Given
        source.answer("requests_total", _ -> 0).answer("duration", time -> 20 + time.getEpochSecond() % 3);
        var operation = operation(every(15)).leaseLostAfter(Duration.ofSeconds(45));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.runs()).isGreaterThan(1);
        assertThat(scores(operation)).containsExactly(100.0, 100.0, 100.0);
        assertThat(kept.getFirst().scores())
                .extracting(AnalysisReport.ScorePoint::at)
                .containsExactly(
                        ACCEPTED.plusSeconds(25),
                        ACCEPTED.plusSeconds(40),
                        ACCEPTED.plusSeconds(55),
                        ACCEPTED.plusSeconds(70));
    }

    @Test
    void shouldJudgeTheIntervalsThatWereMissedWhileTheSourceWasAway() throws InterruptedException {
        // Given
        source.answer("requests_total", _ -> 0).answer("duration", _ -> 20).awayUntil(ACCEPTED.plusSeconds(60));
        var operation = operation(every(15));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(scores(operation)).hasSize(3);
        assertThat(kept.getFirst().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void shouldStopAtTheFirstIntervalThatFails() throws InterruptedException {
        // Given: errors begin soon after the warm-up
        source.answer(
                        canary() + "\",destination_workload_namespace=\"acme\",cluster=\"production\",response_code",
                        time -> time.isBefore(ACCEPTED.plusSeconds(17)) ? 0 : 5)
                .answer("requests_total", _ -> 0)
                .answer("duration", _ -> 20);
        var operation = operation(every(15));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(40));
    }

    @Test
    void shouldGatherForAsLongAgainOnceWhenTheEndIsInconclusive() throws InterruptedException {
        // Given: no values at all
        var operation = operation(EXTENDED_ONCE);

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(130));
        assertThat(kept.getFirst().scores()).hasSize(2);
        assertThat(progress(operation))
                .contains("inconclusive: no metric could be compared; gathering data on until 2026-11-23T12:02:10Z");
    }

    @Test
    void shouldStopTheSequentialJudgeLongBeforeTheHorizonWhenTheCanaryFails() throws InterruptedException {
        // Given: a hundred requests a second each; the canary fails five of them, the baseline one
        source.answer(
                        canary() + "\",destination_workload_namespace=\"acme\",cluster=\"production\",response_code",
                        time -> 5 * seconds(time))
                .answer(
                        baseline() + "\",destination_workload_namespace=\"acme\",cluster=\"production\",response_code",
                        AnalysisOperationsTest::seconds)
                .answer("requests_total", time -> 100 * seconds(time));
        var operation = operation(sequential(critical("errors", "istio-error-rate")));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(completed.to()).isBefore(ACCEPTED.plusSeconds(25));
        assertThat(completed.reasons().get(1))
                .startsWith("errors: canary 5.00 % against baseline 1.00 %, ratio 5.00")
                .contains("of 400 against 4 of 400, ratio 5.00 (at least 1.00)");
        assertThat(kept.getFirst().metrics().getFirst().trail().getLast().lower())
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void shouldBeInconclusiveWhenTheSequentialJudgeHasNoLatencies() throws InterruptedException {
        // Given
        var operation = operation(sequential(preset("p95", "istio-latency-p95")));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(70));
    }

    @Test
    void shouldFailOnErrorsWhenTheSequentialJudgeHasNoLatencies() throws InterruptedException {
        // Given: too few errors a second for the first look to tell
        source.answer(
                        canary() + "\",destination_workload_namespace=\"acme\",cluster=\"production\",response_code",
                        time -> 2 * seconds(time))
                .answer("response_code", _ -> 0)
                .answer("requests_total", time -> 100 * seconds(time));
        var operation =
                operation(sequential(critical("errors", "istio-error-rate"), preset("p95", "istio-latency-p95")));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(((AnalysisEvent.Completed) operation.outcome()).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void shouldPassEarlyWithinTheMargin() throws InterruptedException {
        // Given: a thousand requests a second each, none fails
        source.answer("response_code", _ -> 0).answer("requests_total", time -> 1000 * seconds(time));
        var operation = operation(sequential(Specifications.withMargin(critical("errors", "istio-error-rate"), 0.1)));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(18));
    }

    @Test
    void shouldBeInconclusiveAtTheHorizonWhenNothingIsShown() throws InterruptedException {
        // Given: both fail alike
        source.answer("response_code", AnalysisOperationsTest::seconds)
                .answer("requests_total", time -> 100 * seconds(time));
        var operation = operation(sequential(critical("errors", "istio-error-rate")));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(70));
        assertThat(completed.reasons().get(1)).contains("neither a difference nor its absence is shown");
    }

    @Test
    void shouldFailWhenTheLimitsAreBroken() throws InterruptedException {
        // Given
        source.answer("queue_depth", time -> time.isBefore(ACCEPTED.plusSeconds(40)) ? 3 : 30);
        var limits = new MetricLimits(null, new MetricLimits.Range(10.0, null), 2, 0, 0, 4, 0);
        var operation = operation(task(Specifications.threshold(limits)));

        // When
        operation.runToEnd(operations);

        // Then
        var completed = (AnalysisEvent.Completed) operation.outcome();
        assertThat(completed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(completed.to()).isEqualTo(ACCEPTED.plusSeconds(42));
        assertThat(completed.reasons().get(1)).contains("3 of 29 intervals failed, allowed are 2");
    }

    @Test
    void shouldNotPassLimitsOnWhatWasNotSeen() throws InterruptedException {
        // Given
        var limits = new MetricLimits(null, new MetricLimits.Range(10.0, null), 2, 0, 0, 100, 0);
        var operation = operation(task(Specifications.threshold(limits)));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(((AnalysisEvent.Completed) operation.outcome()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldAskForNoSampleBeforeTheTimeThatItCoversIsOver() throws InterruptedException {
        // Given: each covers four seconds, and limits are looked at each second
        source.answer("queue_depth", _ -> 3);
        var limits = new MetricLimits(null, new MetricLimits.Range(10.0, null), 2, 0, 0, 4, 0);
        var operation = operation(task(Specifications.threshold(limits)));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(((AnalysisEvent.Completed) operation.outcome()).verdict()).isEqualTo(Verdict.PASS);
        assertThat(source.gridsOfTheFuture()).isEmpty();
    }

    private static AnalysisTask every(int interval) {
        var pace = new AnalysisPace(Duration.ofSeconds(interval), null, AnalysisPace.OnInconclusive.FAIL);
        return task(Specifications.paced(
                spec(critical("errors", "istio-error-rate"), preset("p95", "istio-latency-p95")), pace));
    }

    private static AnalysisTask sequential(MetricSpec... metrics) {
        return task(Specifications.sequential(spec(metrics), 0.01));
    }

    private static List<Double> scores(FakeOperation operation) {
        return operation.sent().stream()
                .filter(AnalysisEvent.Progressed.class::isInstance)
                .map(message -> ((AnalysisEvent.Progressed) message).score())
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void shouldNotBlameTheSourceForALaterDeadline() throws InterruptedException {
        // Given: away for a while, back long before the deadline, which comes before the end of the data
        source.answer("requests_total", _ -> 0).answer("duration", _ -> 20).awayUntil(ACCEPTED.plusSeconds(35));
        var operation = new FakeOperation(clock, every(15), ID, Duration.ofSeconds(60));

        // When
        operation.runToEnd(operations);

        // Then
        var failed = (AnalysisEvent.Failed) operation.outcome();
        assertThat(failed.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failed.reason()).contains("judged until 2026-11-23T12:00:55Z");
    }

    @Test
    void shouldFailWithTheQueryWhenItIsRefused() throws InterruptedException {
        // Given
        source.refusing("bad_data: unexpected end of input: max(");
        var operation = operation(ANALYSE);

        // When
        operation.runToEnd(operations);

        // Then
        var failed = (AnalysisEvent.Failed) operation.outcome();
        assertThat(failed.code()).isEqualTo(FailureCode.QUERY_REFUSED);
        assertThat(failed.reason()).isEqualTo("bad_data: unexpected end of input: max(");
    }

    @Test
    void shouldEndAtOnceWhenCancelledWhileItWaits() throws InterruptedException {
        // Given
        var operation = operation(ANALYSE).cancelledAfter(Duration.ofSeconds(25));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome()).isEqualTo(new AnalysisEvent.Cancelled(EXECUTION, ID, ACCEPTED.plusSeconds(25)));
        assertThat(kept).isEmpty();
    }

    @Test
    void shouldConfirmTrafficOnceTheSharesMatch() throws InterruptedException {
        // Given: the mesh takes until the ninth second to follow
        source.answer(canary(), time -> time.isBefore(ACCEPTED.plusSeconds(9)) ? 0 : 82)
                .answer(baseline(), _ -> 78)
                .answer("\"shop\"", _ -> 640);
        var operation = operation(CONFIRM);

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome())
                .isEqualTo(new AnalysisEvent.TrafficConfirmed(
                        EXECUTION,
                        ID,
                        TrafficSplit.even(10),
                        new ObservedSplit(80, 9.75, 10.25, 800),
                        ACCEPTED.plusSeconds(9)));
        assertThat(progress(operation))
                .first()
                .asString()
                .startsWith("traffic does not follow yet: observed 89.1/10.9/0.0");
    }

    @Test
    void shouldNotConfirmOnRequestsFromBeforeTheShift() throws InterruptedException {
        // Given
        source.answer("shop-", _ -> 50).answer("\"shop\"", _ -> 400);
        var operation = operation(CONFIRM);

        // When
        operation.runToEnd(operations);

        // Then: the first look is a whole window after the shift
        assertThat(((AnalysisEvent.TrafficConfirmed) operation.outcome()).at()).isEqualTo(ACCEPTED.plusSeconds(4));
    }

    @Test
    void shouldCountSinceTheShiftWhenThereIsLittleTraffic() throws InterruptedException {
        // Given: eight requests a second to the release, and the shares of 80/10/10
        source.answer("[4s]", _ -> 2)
                .answer(canary(), AnalysisOperationsTest::seconds)
                .answer(baseline(), AnalysisOperationsTest::seconds)
                .answer("\"shop\"", time -> 8 * seconds(time));
        var operation = operation(CONFIRM);

        // When
        operation.runToEnd(operations);

        // Then: so many tell to 5 points what the share of 80 % is
        var confirmed = (AnalysisEvent.TrafficConfirmed) operation.outcome();
        assertThat(confirmed.observed()).isEqualTo(new ObservedSplit(80, 10, 10, 300));
        assertThat(confirmed.at()).isEqualTo(ACCEPTED.plusSeconds(30));
    }

    @Test
    void shouldRefuseAShiftThatTheMeshDoesNotFollowOnceItHadTheTimeTo() throws InterruptedException {
        // Given
        source.answer("unknown", _ -> 12).answer("shop-", _ -> 0).answer("\"shop\"", _ -> 400);
        var operation = operation(CONFIRM);

        // When
        operation.runToEnd(operations);

        // Then
        var failed = (AnalysisEvent.Failed) operation.outcome();
        assertThat(failed.at()).isEqualTo(ACCEPTED.plusSeconds(34));
        assertThat(failed.code()).isEqualTo(FailureCode.TRAFFIC_NOT_CONFIRMED);
        assertThat(failed.reason())
                .isEqualTo(
                        "observed 100.0/0.0/0.0 of 400 requests, expected 80/10/10 within 5 points (off: [release 99.1 to"
                                + " 100.0 %, baseline 0.0 to 0.9 %, canary 0.0 to 0.9 %]); 12 requests reached no workload");
    }

    @Test
    void shouldGoOnByTheWeightsAndSaySoWhenTooFewRequestsTell() throws InterruptedException {
        // Given
        source.answer("unknown", _ -> 0)
                .answer(canary(), _ -> 1)
                .answer(baseline(), _ -> 1)
                .answer("\"shop\"", _ -> 8);
        var operation = operation(CONFIRM);

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome())
                .isEqualTo(new AnalysisEvent.TrafficUnconfirmed(
                        EXECUTION,
                        ID,
                        TrafficSplit.even(10),
                        new ObservedSplit(80, 10, 10, 10),
                        "saw 10 requests, at least 50 are needed",
                        ACCEPTED.plusSeconds(298)));
    }

    @Test
    void shouldFailWithTheLastObservationWhenTooFewRequestsAreAFailure() throws InterruptedException {
        // Given
        source.answer("unknown", _ -> 0).answer("\"shop\"", _ -> 8);
        var operation = operation(confirm(Certainty.OnLittleTraffic.FAIL));

        // When
        operation.runToEnd(operations);

        // Then
        var failed = (AnalysisEvent.Failed) operation.outcome();
        assertThat(failed.code()).isEqualTo(FailureCode.TRAFFIC_NOT_CONFIRMED);
        assertThat(failed.reason())
                .isEqualTo("deadline 2026-11-23T12:05:00Z reached: saw 8 requests, at least 50 are needed");
    }

    @Test
    void shouldNotTakeMetricsThatAreAwayForLittleTraffic() throws InterruptedException {
        // Given
        source.awayUntil(Instant.MAX);
        var operation = operation(CONFIRM);

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(((AnalysisEvent.Failed) operation.outcome()).code()).isEqualTo(FailureCode.METRICS_UNAVAILABLE);
    }

    /// A way back does not end with variants that stand for ever, only because nobody could look.
    @Test
    void shouldBelieveThatReleaseHasAllWhenMetricsAreAwayToTheEnd() throws InterruptedException {
        // Given
        source.awayUntil(Instant.MAX);
        var operation = operation(confirm(TrafficSplit.ALL_RELEASE, Certainty.OnLittleTraffic.GO_ON));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome()).isInstanceOfSatisfying(AnalysisEvent.TrafficUnconfirmed.class, unconfirmed -> {
            assertThat(unconfirmed.reason()).startsWith("metrics unavailable: ");
            assertThat(unconfirmed.observed().requests()).isZero();
        });
    }

    /// The mesh's control plane is away: its proxies still send requests where the canary was.
    @Test
    void shouldNotConfirmThatReleaseHasAllWhileRequestsAreSeenAtTheCanary() throws InterruptedException {
        // Given
        source.answer("unknown", _ -> 0)
                .answer(canary(), _ -> 40)
                .answer(baseline(), _ -> 40)
                .answer("\"shop\"", _ -> 320);
        var operation = operation(confirm(TrafficSplit.ALL_RELEASE, Certainty.OnLittleTraffic.GO_ON));

        // When
        operation.runToEnd(operations);

        // Then
        assertThat(operation.outcome()).isInstanceOfSatisfying(AnalysisEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.TRAFFIC_NOT_CONFIRMED);
            assertThat(failed.reason()).startsWith("observed 80.0/10.0/10.0 of 400 requests, expected 100/0/0");
        });
    }

    private static AnalysisTask confirm(Certainty.OnLittleTraffic onLittleTraffic) {
        return confirm(TrafficSplit.even(10), onLittleTraffic);
    }

    private static AnalysisTask confirm(TrafficSplit expected, Certainty.OnLittleTraffic onLittleTraffic) {
        return new ConfirmTraffic(
                new ClusterTarget("production", "production"),
                "acme",
                "shop",
                expected,
                5,
                50,
                new Certainty(95, onLittleTraffic));
    }

    private FakeOperation operation(AnalysisTask task) {
        return new FakeOperation(clock, task, ID, FIVE_MINUTES);
    }

    private static List<String> progress(FakeOperation operation) {
        return operation.sent().stream()
                .filter(AnalysisEvent.Progressed.class::isInstance)
                .map(message -> ((AnalysisEvent.Progressed) message).message())
                .toList();
    }

    private static double seconds(Instant time) {
        return Duration.between(ACCEPTED, time).toSeconds();
    }

    private static String canary() {
        return Track.CANARY.workload("shop", EXECUTION);
    }

    private static String baseline() {
        return Track.BASELINE.workload("shop", EXECUTION);
    }
}
