package io.gennaker.analysis.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gennaker.analysis.ScriptedPrometheus;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.EarlierRelease;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.analysis.canary.Specifications;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.SampleStatistics;
import io.gennaker.contracts.Verdict;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ScriptedPrometheus.class)
class PostgresReportStoreTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @Inject
    ReportStore reports;

    /// Others have their own.
    private final String workload = "shop-" + UUID.randomUUID();

    private final ExecutionId judged = execution();

    @Test
    void shouldFindTheReleasesThatPassedBeforeTheNewestFirst() {
        // Given
        var oldest = keep(report(execution(), 3, Verdict.PASS));
        var newest = keep(report(execution(), 1, Verdict.PASS));
        var between = keep(report(execution(), 2, Verdict.PASS));

        // When
        var earlier = reports.earlier(report(judged, 0, Verdict.PASS), 5);

        // Then
        assertThat(earlier)
                .extracting(EarlierRelease::executionId)
                .containsExactly(newest.executionId(), between.executionId(), oldest.executionId());
        assertThat(earlier.getFirst().judgedAt()).isEqualTo(newest.judgedAt());
        assertThat(earlier.getFirst().score()).isCloseTo(99, within(1e-9));
    }

    @Test
    void shouldReadTheMeansThatThereAre() {
        // Given
        keep(report(execution(), 1, Verdict.PASS, metric("errors", 0.5), metric("silent", null)));

        // When
        var earlier = reports.earlier(report(judged, 0, Verdict.PASS), 5);

        // Then
        assertThat(earlier)
                .singleElement()
                .satisfies(release -> assertThat(release.means()).isEqualTo(Map.of("errors", 0.5)));
    }

    @Test
    void shouldTakeNoMoreThanAreAskedForAndOfEachReleaseItsLast() {
        // Given: one release was judged at two shares
        var release = execution();
        keep(report(release, 5, Verdict.PASS));
        var last = keep(report(release, 1, Verdict.PASS));
        var other = keep(report(execution(), 2, Verdict.PASS));
        keep(report(execution(), 3, Verdict.PASS));

        // When
        var earlier = reports.earlier(report(judged, 0, Verdict.PASS), 2);

        // Then
        assertThat(earlier).extracting(EarlierRelease::judgedAt).containsExactly(last.judgedAt(), other.judgedAt());
    }

    @Test
    void shouldNotCompareWithWhatDidNotPassOrIsNotBeforeOrIsNotTheSame() {
        // Given
        keep(report(execution(), 1, Verdict.FAIL));
        keep(report(execution(), 1, Verdict.INCONCLUSIVE));
        keep(report(execution(), -1, Verdict.PASS));
        keep(report(judged, 1, Verdict.PASS));
        keep(report(execution(), 1, Verdict.PASS, "production", "acme", workload + "-other"));
        keep(report(execution(), 1, Verdict.PASS, "production", "other", workload));
        keep(report(execution(), 1, Verdict.PASS, "replica", "acme", workload));

        // When, then
        assertThat(reports.earlier(report(judged, 0, Verdict.PASS), 5)).isEmpty();
    }

    @Test
    void shouldKeepTheFirstReportOfAnOperation() throws Exception {
        // Given
        var first = keep(report(judged, 0, Verdict.PASS));

        // When
        keep(report(judged, 0, Verdict.FAIL));

        // Then
        var kept = reports.find(first.operationId()).orElseThrow();
        assertThat(MessageCodec.json().readValue(kept, AnalysisReport.class)).isEqualTo(first);
    }

    @Test
    void shouldFindNothingOfAnOperationThatWasNotJudged() {
        assertThat(reports.find(new OperationId("nobody/" + UUID.randomUUID()))).isEmpty();
    }

    private AnalysisReport keep(AnalysisReport report) {
        reports.keep(report);
        return report;
    }

    private static ExecutionId execution() {
        return ExecutionId.of("shop", UUID.randomUUID().toString());
    }

    private AnalysisReport report(ExecutionId execution, int hoursBefore, Verdict verdict, MetricReport... metrics) {
        return report(execution, hoursBefore, verdict, "production", "acme", workload, metrics);
    }

    private static AnalysisReport report(
            ExecutionId execution,
            int hoursBefore,
            Verdict verdict,
            String cluster,
            String namespace,
            String workload,
            MetricReport... metrics) {
        return new AnalysisReport(
                OperationId.of(execution, "canary", "analyse-" + (10 + hoursBefore), 1),
                execution,
                new ClusterTarget(cluster, cluster),
                namespace,
                workload,
                "mann-whitney",
                verdict,
                100 - hoursBefore,
                95,
                75,
                List.of("because"),
                List.of(),
                List.of(metrics),
                List.of(),
                NOON,
                NOON,
                Duration.ofMinutes(1),
                NOON,
                Duration.ofSeconds(10),
                NOON.minus(Duration.ofHours(hoursBefore)),
                null,
                null);
    }

    private static MetricReport metric(String name, @Nullable Double mean) {
        var none = new SampleStatistics(0, null, null, null, null);
        return new MetricReport(
                new MetricResult(
                        name,
                        "istio",
                        "Pass",
                        null,
                        false,
                        none,
                        new SampleStatistics(mean == null ? 0 : 1, mean, mean, mean, null),
                        null,
                        " %"),
                Specifications.preset(name, "istio-error-rate"),
                " %",
                null,
                NOON,
                "baseline",
                "canary",
                List.of(),
                List.of(),
                null,
                List.of());
    }
}
