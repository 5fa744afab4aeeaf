package io.gennaker.analysis.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.FakeServer;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusSourceTest {

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00.250Z");
    private static final SampleGrid GRID = new SampleGrid(AT, AT.plusSeconds(2), Duration.ofSeconds(1));

    private FakeServer server;
    private PrometheusSource source;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        source = new PrometheusSource(server.address(), Access.NONE, Duration.ofSeconds(2), 10_000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAskForARangeByForm() throws Exception {
        // Given
        server.answers(200, """
                {"status":"success","data":{"resultType":"matrix","result":[
                  {"metric":{"reporter":"source"},"values":[[1795435200.25,"1.5"],[1795435201.25,"NaN"],[1795435202.25,"+Inf"]]}]}}
                """);

        // When
        var series = source.range("sum(rate(m{a=\"b+c\"}[1m]))", GRID);

        // Then
        assertThat(series)
                .containsExactly(new Series(
                        Map.of("reporter", "source"),
                        List.of(
                                new Series.Point(AT, 1.5),
                                new Series.Point(AT.plusSeconds(1), Double.NaN),
                                new Series.Point(AT.plusSeconds(2), Double.POSITIVE_INFINITY))));
        assertThat(server.asked())
                .containsExactly(new FakeServer.Asked(
                        "POST",
                        "/api/v1/query_range",
                        Map.of(
                                "query", "sum(rate(m{a=\"b+c\"}[1m]))",
                                "start", "1795435200.250",
                                "end", "1795435202.250",
                                "step", "1.000")));
    }

    @Test
    void shouldAskForAnInstant() throws Exception {
        // Given
        server.answers(200, """
                {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1795435200.25,"7"]}]}}
                """);

        // When
        var series = source.instant("m", AT);

        // Then
        assertThat(series).containsExactly(new Series(Map.of(), List.of(new Series.Point(AT, 7))));
        assertThat(server.asked().getFirst().form()).containsEntry("time", "1795435200.250");
    }

    @Test
    void shouldTakeAScalarAsASeries() throws Exception {
        // Given
        server.answers(200, """
                {"status":"success","data":{"resultType":"scalar","result":[1795435200.25,"1"]}}
                """);

        // When
        var series = source.instant("1", AT);

        // Then
        assertThat(series).containsExactly(new Series(Map.of(), List.of(new Series.Point(AT, 1))));
    }

    @Test
    void shouldShowTheTokenThatIsInTheFileNow(@TempDir Path folder) throws Exception {
        // Given
        var token = Files.writeString(folder.resolve("token"), "old\n");
        var access = new Access(Optional.of(token), Optional.empty(), Optional.empty(), Optional.empty());
        var guarded = new PrometheusSource(server.address(), access, Duration.ofSeconds(2), 10_000);
        server.answers(200, """
                {"status":"success","data":{"resultType":"vector","result":[]}}
                """);

        // When
        guarded.instant("up", AT);
        Files.writeString(token, "new");
        guarded.instant("up", AT);

        // Then
        assertThat(server.header("Authorization")).containsExactly("Bearer old", "Bearer new");
    }

    @Test
    void shouldNotTakeAPartForTheWhole() {
        // Given
        server.answers(200, """
                {"status":"success","warnings":["store 10.0.0.2 is away"],"data":{"resultType":"vector","result":[]}}
                """);

        // When, then
        assertThatThrownBy(() -> source.instant("up", AT))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageEndingWith("answered in part (store 10.0.0.2 is away), must be whole: up");
    }

    @Test
    void shouldTakeARemarkOfPromQlForNoFault() throws Exception {
        // Given
        server.answers(200, """
                {"status":"success","warnings":["PromQL warning: mixed"],"data":{"resultType":"vector","result":[]}}
                """);

        // When
        var series = source.instant("up", AT);

        // Then
        assertThat(series).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void shouldRefuseTheQueryWithTheMessageOfTheSource(int status) {
        // Given
        server.answers(status, """
                {"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end of input"}
                """);

        // When, then
        assertThatThrownBy(() -> source.instant("max(", AT))
                .isInstanceOf(QueryRefused.class)
                .hasMessage(
                        "Prometheus refused the query (bad_data: 1:5: parse error: unexpected end of input), expected PromQL: max(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expanding series: proxy Series(): rpc error: code = Unavailable desc = connection error",
                "expanding series: rpc error: code = DeadlineExceeded desc = context deadline exceeded",
                "remote_read: Post http://10.0.0.2:9090/api/v1/read: dial tcp 10.0.0.2:9090: connect: connection refused"
            })
    void shouldBeUnavailableWhenAStoreBehindItIsAway(String error) {
        // Given
        server.answers(422, """
                {"status":"error","errorType":"execution","error":"%s"}
                """.formatted(error));

        // When, then
        assertThatThrownBy(() -> source.instant("up", AT))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining(" answered 422: ")
                .hasMessageContaining(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execution | found duplicate series for the match group",
                "execution | query processing would load too many samples into memory: code = Unavailable",
                "execution | rpc error: code = Unavailable desc = the query exceeded the limit of 500 series",
                "bad_data | code = Unavailable"
            })
    void shouldRefuseWhatCannotBeEvaluated(String type, String error) {
        // Given
        server.answers(422, """
                {"status":"error","errorType":"%s","error":"%s"}
                """.formatted(type, error));

        // When, then
        assertThatThrownBy(() -> source.instant("up", AT))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("(%s: %s)".formatted(type, error));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 429, 500, 503})
    void shouldBeUnavailableWhenTheAnswerIsAnotherError(int status) {
        // Given
        server.answers(status, "no healthy upstream");

        // When, then
        assertThatThrownBy(() -> source.instant("m", AT))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessage("Prometheus at %s answered %d: no healthy upstream", server.address(), status);
    }

    @Test
    void shouldBeUnavailableWhenNobodyListens() {
        // Given
        server.close();

        // When, then
        assertThatThrownBy(() -> source.instant("m", AT))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageStartingWith("Prometheus at " + server.address() + " cannot be reached: ConnectException");
    }

    @Test
    void shouldBeUnavailableWhenTheBodyStalls() {
        // Given
        server.answers(200, "{");
        server.stalls();
        var impatient = new PrometheusSource(server.address(), Access.NONE, Duration.ofMillis(300), 10_000);

        // When, then
        assertThatThrownBy(() -> impatient.instant("m", AT))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessage("Prometheus at %s gave no answer within PT0.3S", server.address());
    }

    @Test
    void shouldRefuseTheQueryWhenItsAnswerIsTooLarge() {
        // Given
        server.answers(200, "x".repeat(10_001));

        // When, then
        assertThatThrownBy(() -> source.instant("m", AT))
                .isInstanceOf(QueryRefused.class)
                .hasMessage("the answer is larger than 10000 bytes; aggregate the query: m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>login</html>",
                "",
                "[]",
                "{\"status\":\"success\"}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}",
            })
    void shouldBeUnavailableWhenItIsNotPrometheusThatAnswers(String body) {
        // Given
        server.answers(200, body);

        // When, then
        assertThatThrownBy(() -> source.instant("m", AT))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining("expected");
    }

    @Test
    void shouldRefuseAnAddressThatIsNotHttp() {
        assertThatThrownBy(() ->
                        new PrometheusSource(URI.create("prometheus:9090"), Access.NONE, Duration.ofSeconds(1), 1))
                .hasMessage(
                        "Prometheus address: found 'prometheus:9090', must be http://HOST[:PORT] or https://HOST[:PORT]");
    }
}
