package io.gennaker.analysis.canary;

import static io.gennaker.analysis.canary.Specifications.ACCEPTED;
import static io.gennaker.analysis.canary.Specifications.EXECUTION;
import static io.gennaker.analysis.canary.Specifications.plan;
import static io.gennaker.analysis.canary.Specifications.preset;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryRuleTest {

    private static final ReleaseHistory TERMS = new ReleaseHistory(5, 20);
    private static final AnalysisReport PASSED = report();

    @Test
    void shouldMakeAPassInconclusiveWhenItIsWorseThanTheReleasesBefore() {
        // Given: canary and baseline both take 30 ms, releases before took 20
        var earlier = List.of(release("a", 19), release("b", 20), release("c", 60));

        // When
        var report = HistoryRule.apply(PASSED, TERMS, earlier);

        // Then
        assertThat(PASSED.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons())
                .first()
                .isEqualTo(
                        "history: p95 30.0 ms against 20.0 ms, the median of 3 earlier releases: 50.0 % more, at most"
                                + " 20.0 % worse is allowed");
        assertThat(report.history())
                .isEqualTo(new AnalysisReport.History(
                        3, 100, List.of(new AnalysisReport.History.Metric("p95", " ms", 30, 20, 50.0, true))));
    }

    @Test
    void shouldLeaveTheVerdictWhereItIsNoWorse() {
        assertThat(HistoryRule.apply(PASSED, TERMS, List.of(release("a", 26))).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void shouldNotCompareWithNothing() {
        // When
        var first = HistoryRule.apply(PASSED, TERMS, List.of());
        var zero = HistoryRule.apply(PASSED, TERMS, List.of(release("a", 0)));

        // Then
        assertThat(first.verdict()).isEqualTo(Verdict.PASS);
        assertThat(first.reasons()).last().isEqualTo("history: no earlier release of it has passed");
        assertThat(zero.verdict()).isEqualTo(Verdict.PASS);
    }

    private static EarlierRelease release(String id, double mean) {
        return new EarlierRelease(new ExecutionId(id), ACCEPTED, 100, Map.of("p95", mean));
    }

    private static AnalysisReport report() {
        var plan = plan(preset("p95", "istio-latency-p95"));
        var values = IntStream.range(0, 57).mapToDouble(index -> 29 + index % 3).toArray();
        var pair = new MetricPair("p95", "p95", Map.of(), Samples.of(values), Samples.of(values));
        var judged = Judged.of(plan, List.of(new MetricData.Values(pair)), true);
        return CanaryAnalysis.report(
                plan, OperationId.of(EXECUTION, "canary", "analyse-10", 1), judged, 0, List.of(), ACCEPTED);
    }
}
