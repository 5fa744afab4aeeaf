package io.gennaker.analysis.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.HttpConformance;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatadogConformanceTest extends HttpConformance {

    @TempDir
    private Path secrets;

    @BeforeEach
    void writeKeys() throws IOException {
        Files.writeString(secrets.resolve("api-key"), "api-1\n");
        Files.writeString(secrets.resolve("application-key"), "application-1\n");
    }

    @Override
    protected SeriesSource source(Duration timeout, int largestAnswer) {
        var keys = new DatadogSource.Keys(secrets.resolve("api-key"), secrets.resolve("application-key"));
        return new DatadogSource(server.address(), keys, Access.NONE, timeout, largestAnswer);
    }

    @Override
    protected String query() {
        return "avg:requests{service:shop} by {version}.rollup(avg, 60)";
    }

    @Override
    protected String body(List<Series> series) {
        return """
                {"status":"ok","res_type":"time_series","resp_version":1,"series":[%s]}
                """.formatted(series.stream().map(DatadogConformanceTest::one).collect(Collectors.joining(",")));
    }

    /// Datadog names an interval by its begin.
    private static String one(Series series) {
        return "{\"metric\":\"requests\",\"interval\":60,\"tag_set\":[\"version:%s\"],\"pointlist\":[%s]}"
                .formatted(
                        series.labels().get("version"),
                        series.points().stream()
                                .map(point -> "[%d.0,%s]"
                                        .formatted(point.at().minus(STEP).toEpochMilli(), point.value()))
                                .collect(Collectors.joining(",")));
    }

    @Override
    protected void refusesTheQuery(String message) {
        server.answers(400, "{\"errors\":[\"" + message + "\"]}");
    }

    @Override
    protected void answersInPart(String message) {
        server.answers(200, "{\"status\":\"ok\",\"error\":\"" + message + "\",\"series\":[]}");
    }

    @Test
    void shouldAskForTheIntervalsThatEndOnTheGridAndShowTheKeysThatAreInTheFilesNow() throws Exception {
        // Given
        var source = source(Duration.ofSeconds(20), 10_000);
        holds(List.of());

        // When
        source.range("avg:a{b:c d}", GRID);
        Files.writeString(secrets.resolve("api-key"), "api-2");
        source.range("avg:a{b:c d}", GRID);

        // Then
        assertThat(server.asked().getFirst().path())
                .isEqualTo("/api/v1/query?from=1795435140&to=1795435440&query=avg%3Aa%7Bb%3Ac+d%7D");
        assertThat(server.header("DD-API-KEY")).containsExactly("api-1", "api-2");
        assertThat(server.header("DD-APPLICATION-KEY")).containsExactly("application-1", "application-1");
    }

    @Test
    void shouldTakeNullForNoValue() throws Exception {
        // Given
        server.answers(200, """
                {"status":"ok","series":[{"interval":60,"pointlist":[[1795435140000,null],[1795435200000,7]]}]}
                """);

        // When
        var answer = source(Duration.ofSeconds(20), 10_000).range(query(), GRID);

        // Then
        assertThat(GRID.align(answer.getFirst())).startsWith(Double.NaN, 7);
    }

    @Test
    void shouldRefuseAQueryThatIsRefusedWithStatus200() {
        // Given
        server.answers(200, """
                {"status":"error","error":"Error parsing query: unable to parse avg:","series":[]}
                """);

        // When, then
        assertThatThrownBy(() -> source(Duration.ofSeconds(20), 10_000).range("avg:", GRID))
                .isInstanceOf(QueryRefused.class)
                .hasMessage("Datadog refused the query (Error parsing query: unable to parse avg:),"
                        + " expected a metrics query such as avg:NAME{TAG:VALUE}: avg:");
    }

    @Test
    void shouldBeUnavailableWhileAKeyIsMissing() throws Exception {
        // Given
        Files.delete(secrets.resolve("api-key"));

        // When, then
        assertThatThrownBy(() -> source(Duration.ofSeconds(20), 10_000).range(query(), GRID))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessage("cannot read the secret in " + secrets.resolve("api-key"));
    }
}
