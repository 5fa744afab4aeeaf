package io.gennaker.analysis.googlecloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.Metric;
import com.google.api.MonitoredResourceMetadata;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.analysis.metrics.SourceConformance;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudMonitoringConformanceTest extends SourceConformance {

    private static final String QUERY = """
            filter: metric.type="istio.io/service/server/request_count" AND resource.type="k8s_container"
            perSeriesAligner: ALIGN_RATE
            crossSeriesReducer: REDUCE_SUM
            groupByFields: metric.label.version, resource.label.zone""";

    private FakeMonitoring server;
    private final List<CloudMonitoringSource> opened = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeMonitoring();
    }

    @AfterEach
    void stop() {
        opened.forEach(CloudMonitoringSource::close);
        server.close();
    }

    @Override
    protected SeriesSource source(Duration timeout, int largestAnswer) {
        var source = new CloudMonitoringSource(
                "acme-production", Endpoint.Local.of(server.address()), timeout, largestAnswer);
        opened.add(source);
        return source;
    }

    @Override
    protected String query() {
        return QUERY;
    }

    @Override
    protected Map<String, String> labels(String version) {
        return Map.of("metric.version", version);
    }

    @Override
    protected void holds(List<Series> series) {
        var answer = ListTimeSeriesResponse.newBuilder()
                .addAllTimeSeries(series.stream()
                        .map(CloudMonitoringConformanceTest::timeSeries)
                        .toList())
                .build();
        server.answers(_ -> answer);
    }

    /// The newest point comes first.
    private static TimeSeries timeSeries(Series series) {
        return TimeSeries.newBuilder()
                .setMetric(
                        Metric.newBuilder().putLabels("version", series.labels().get("metric.version")))
                .addAllPoints(series.points().reversed().stream()
                        .map(CloudMonitoringConformanceTest::point)
                        .toList())
                .build();
    }

    private static Point point(Series.Point point) {
        return Point.newBuilder()
                .setInterval(TimeInterval.newBuilder()
                        .setEndTime(Timestamps.fromMillis(point.at().toEpochMilli())))
                .setValue(TypedValue.newBuilder().setDoubleValue(point.value()))
                .build();
    }

    @Override
    protected void fails(Failure failure, String message) {
        server.fails((switch (failure) {
                    case NOT_AUTHORIZED -> Status.UNAUTHENTICATED;
                    case FORBIDDEN -> Status.PERMISSION_DENIED;
                    case TOO_MANY_QUESTIONS -> Status.RESOURCE_EXHAUSTED;
                    case BROKEN -> Status.INTERNAL;
                    case OVERLOADED -> Status.UNAVAILABLE;
                })
                .withDescription(message));
    }

    @Override
    protected void refusesTheQuery(String message) {
        server.fails(Status.INVALID_ARGUMENT.withDescription(message));
    }

    @Override
    protected void answersInPart(String message) {
        server.answers(_ -> ListTimeSeriesResponse.newBuilder()
                .addExecutionErrors(com.google.rpc.Status.newBuilder().setMessage(message))
                .build());
    }

    @Override
    protected void answersWithSomethingElse() {
        server.answers(_ -> ListTimeSeriesResponse.newBuilder()
                .addTimeSeries(TimeSeries.newBuilder().addPoints(Point.getDefaultInstance()))
                .build());
    }

    @Override
    protected void stalls() {
        server.stalls();
    }

    @Override
    protected void goesAway() {
        server.close();
    }

    @Test
    void shouldAskForPeriodsThatEndOnTheGrid() throws Exception {
        // When
        source(Duration.ofSeconds(20), 10_000).range(QUERY, GRID);

        // Then
        assertThat(server.asked()).singleElement().satisfies(request -> {
            assertThat(request.getName()).isEqualTo("projects/acme-production");
            assertThat(request.getFilter())
                    .isEqualTo("metric.type=\"istio.io/service/server/request_count\""
                            + " AND resource.type=\"k8s_container\"");
            assertThat(Timestamps.toString(request.getInterval().getStartTime()))
                    .isEqualTo("2026-11-23T11:59:00Z");
            assertThat(Timestamps.toString(request.getInterval().getEndTime())).isEqualTo("2026-11-23T12:04:00Z");
            var aggregation = request.getAggregation();
            assertThat(aggregation.getAlignmentPeriod().getSeconds()).isEqualTo(60);
            assertThat(aggregation.getPerSeriesAligner()).isEqualTo(Aggregation.Aligner.ALIGN_RATE);
            assertThat(aggregation.getCrossSeriesReducer()).isEqualTo(Aggregation.Reducer.REDUCE_SUM);
            assertThat(aggregation.getGroupByFieldsList())
                    .containsExactly("metric.label.version", "resource.label.zone");
        });
    }

    @Test
    void shouldReadEveryPageOfALongSeries() throws Exception {
        // Given
        var early = timeSeries(new Series(labels("v1"), List.of(new Series.Point(FIRST, 1))));
        var late = timeSeries(new Series(labels("v1"), List.of(new Series.Point(FIRST.plus(STEP), 2))));
        server.answers(request -> request.getPageToken().isEmpty()
                ? ListTimeSeriesResponse.newBuilder()
                        .addTimeSeries(late)
                        .setNextPageToken("second")
                        .build()
                : ListTimeSeriesResponse.newBuilder().addTimeSeries(early).build());

        // When
        var answer = source(Duration.ofSeconds(20), 10_000).range(QUERY, GRID);

        // Then
        assertThat(answer)
                .singleElement()
                .satisfies(series -> assertThat(GRID.align(series)).startsWith(1, 2));
    }

    @Test
    void shouldTellSeriesApartThatAreGroupedByMetadata() throws Exception {
        // Given
        server.answers(_ -> ListTimeSeriesResponse.newBuilder()
                .addTimeSeries(described("blue", "e2-small", 1))
                .addTimeSeries(described("green", "e2-small", 2))
                .addTimeSeries(described("green", "e2-large", 3))
                .build());

        // When
        var answer = source(Duration.ofSeconds(20), 10_000).range(QUERY, GRID);

        // Then
        assertThat(answer)
                .extracting(Series::labels)
                .containsExactlyInAnyOrder(
                        Map.of("metadata.user.colour", "blue", "metadata.system.machine_type", "e2-small"),
                        Map.of("metadata.user.colour", "green", "metadata.system.machine_type", "e2-small"),
                        Map.of("metadata.user.colour", "green", "metadata.system.machine_type", "e2-large"));
    }

    private static TimeSeries described(String colour, String machine, double value) {
        return TimeSeries.newBuilder()
                .setMetadata(MonitoredResourceMetadata.newBuilder()
                        .putUserLabels("colour", colour)
                        .setSystemLabels(Struct.newBuilder()
                                .putFields(
                                        "machine_type",
                                        Value.newBuilder()
                                                .setStringValue(machine)
                                                .build())))
                .addPoints(point(new Series.Point(FIRST, value)))
                .build();
    }

    @Test
    void shouldBeUnavailableWhileTheKeyIsMissing() {
        // Given
        var endpoint = new Endpoint.Google(Optional.of(Path.of("no-such-key.json")));

        // When, then
        try (var source = new CloudMonitoringSource("acme", endpoint, Duration.ofSeconds(20), 10_000)) {
            assertThatThrownBy(() -> source.range(QUERY, GRID))
                    .isInstanceOf(MetricSourceUnavailable.class)
                    .hasMessageContaining("no-such-key.json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perSeriesAligner: ALIGN_RATE | query: found no 'filter', must be there: NAME: VALUE, one a line",
                "filter: a | query: found no 'perSeriesAligner', must be there: NAME: VALUE, one a line",
                "filter: a;perSeriesAligner: ALIGN_FAST | query: found perSeriesAligner 'ALIGN_FAST', must be one of [ALIGN_NONE,",
                "filter: a;perSeriesAligner: ALIGN_RATE;crossSeriesReducer: SUM | query: found crossSeriesReducer 'SUM', must be one of [REDUCE_NONE,",
                "filter: a;perSeriesAligner: ALIGN_RATE;alignmentPeriod: 10s | query: found alignmentPeriod '10s', must be seconds such as 60s, at least 60s",
                "filter: a;filter: b | query: found 'filter' twice, must be there once",
                "sum(rate(up[1m])) | query: found line 'sum(rate(up[1m]))', must be NAME: VALUE with a name of [alignmentPeriod,"
            })
    void shouldRefuseAQueryBeforeItIsAsked(String lines, String message) {
        assertThatThrownBy(() -> source(Duration.ofSeconds(20), 10_000).check(lines.replace(";", "\n")))
                .hasMessageStartingWith(message);
    }
}
