package io.gennaker.analysis.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.HttpConformance;
import io.gennaker.analysis.json.JsonAnswerForm.TimeForm;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonConformanceTest extends HttpConformance {

    @Override
    protected SeriesSource source(Duration timeout, int largestAnswer) {
        return source(
                new JsonRequest(
                        server.address() + "/series?q=${query}&from=${start}&to=${end}", Map.of(), Optional.empty()),
                timeout,
                largestAnswer);
    }

    private static SeriesSource source(JsonRequest request, Duration timeout, int largestAnswer) {
        var form = new JsonAnswerForm(
                "$.data[*].points[*].at", "$.data[*].points[*]['value']", TimeForm.ISO, Optional.of("$.incomplete"));
        return new JsonSource(request, form, Access.NONE, timeout, largestAnswer);
    }

    @Override
    protected boolean hasSeveralSeries() {
        return false;
    }

    @Override
    protected String query() {
        return "requests of \"shop\" & co";
    }

    @Override
    protected String body(List<Series> series) {
        return "{\"data\":[%s]}"
                .formatted(series.stream()
                        .map(one -> "{\"points\":[" + points(one) + "]}")
                        .collect(Collectors.joining(",")));
    }

    private static String points(Series series) {
        return series.points().stream()
                .map(point -> "{\"at\":\"%s\",\"value\":%s}".formatted(point.at(), point.value()))
                .collect(Collectors.joining(","));
    }

    @Override
    protected void refusesTheQuery(String message) {
        server.answers(422, message);
    }

    @Override
    protected void answersInPart(String message) {
        server.answers(200, "{\"incomplete\":\"" + message + "\",\"data\":[]}");
    }

    @Test
    void shouldEscapeTheQueryForTheAddress() throws Exception {
        // Given
        holds(List.of());

        // When
        source(Duration.ofSeconds(20), 10_000).range(query(), GRID);

        // Then
        assertThat(server.asked().getFirst().method()).isEqualTo("GET");
        assertThat(server.asked().getFirst().path())
                .isEqualTo("/series?q=requests+of+%22shop%22+%26+co"
                        + "&from=2026-11-23T12%3A00%3A00Z&to=2026-11-23T12%3A04%3A00Z");
    }

    @Test
    void shouldEscapeTheQueryForTheBody() throws Exception {
        // Given
        holds(List.of());
        var request = new JsonRequest(
                server.address().toString(),
                Map.of("X-Org", "acme"),
                Optional.of("{\"q\":\"${query}\",\"step\":${step}}"));

        // When
        source(request, Duration.ofSeconds(20), 10_000).range(query(), GRID);

        // Then
        assertThat(server.asked().getFirst().method()).isEqualTo("POST");
        assertThat(server.bodies()).containsExactly("{\"q\":\"requests of \\\"shop\\\" & co\",\"step\":60}");
        assertThat(server.header("X-Org")).containsExactly("acme");
        assertThat(server.header("Content-Type")).containsExactly("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":7}",
                "{}",
                "{\"data\":[{\"points\":[{\"at\":\"noon\",\"value\":1}]}]}",
                "{\"data\":[{\"points\":[{\"at\":\"2026-11-23T12:00:00Z\",\"value\":true}]}]}",
                "{\"data\":[{\"points\":[{\"at\":\"2026-11-23T12:00:00Z\"}]}]}"
            })
    void shouldNotTakeAnAnswerOfAnotherFormForNoData(String body) {
        // Given
        server.answers(200, body);

        // When, then
        assertThatThrownBy(() -> source(Duration.ofSeconds(20), 10_000).range(query(), GRID))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining("not understood: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://${query}/x",
                "https://metrics.acme.org${query}",
                "https://user@metrics.acme.org/?q=${query}",
                "file:///etc/passwd?${query}",
                "https://metrics.acme.org/?q=${metric}",
                "https://metrics.acme.org/"
            })
    void shouldRefuseATemplateThatCouldAskSomebodyElseOrNothing(String url) {
        assertThatThrownBy(() -> new JsonRequest(url, Map.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "$data", "$.data[", "$.data[-1]", "$..at", "$.a b[?(@.x)]"})
    void shouldRefuseAPathThatItDoesNotKnow(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path))
                .hasMessage("path: found '%s', must be $ followed by .name, ['name'], [0], [*] or .*".formatted(path));
    }
}
