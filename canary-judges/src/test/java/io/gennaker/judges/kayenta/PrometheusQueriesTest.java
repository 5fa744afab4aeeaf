package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusQueriesTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"metricName": "cpu"};                                                                      avg(cpu)
            {"metricName": "cpu", "labelBindings": ["a='b'", "c='d'"]};                                 avg(cpu{a='b',c='d'})
            {"metricName": "cpu", "groupByFields": ["pod"], "customInlineTemplate": "app='${scope}'"};  avg(cpu{app='${workload}'}) by (pod)
            {"metricName": "cpu", "customFilterTemplate": "mine"};                                      avg(cpu{app='${workload}',ns='${namespace}'})
            {"customInlineTemplate": "PromQL: sum(rate(x{a='$\\\\{scope}'}[1m]))"};                 sum(rate(x{a='${workload}'}[1m]))
            """, quoteCharacter = '`')
    void shouldWriteTheQueryThatKayentaWouldAsk(String query, String expected) throws JsonProcessingException {
        // When
        var queries = PrometheusQueries.read(config(query));

        // Then
        assertThat(queries).containsEntry("m", expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"type": "stackdriver"};                                    query.type: found 'stackdriver', must be prometheus
            {"metricName": "a", "customFilterTemplate": "x"};           customFilterTemplate: found 'x', must be one of [mine]
            {"metricName": "a", "customInlineTemplate": "a='${zone}'"}; found variable '${zone}', must be one of ${scope}, ${location}
            {"metricName": "a", "aggregation": "sum"};                  found 'aggregation', must be one of
            """, quoteCharacter = '`')
    void shouldRefuseWhatItCannotAsk(String query, String expected) throws JsonProcessingException {
        // Given
        var config = config(query);

        // Then
        assertThatThrownBy(() -> PrometheusQueries.read(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void shouldTakeTheFirstOfTwoMetricsOfOneName() throws JsonProcessingException {
        // Given
        var config = new ObjectMapper().readTree("""
                {"metrics": [{"name": "m", "query": {"metricName": "one"}}, {"name": "m", "query": {"metricName": "two"}}]}
                """);

        // When
        var queries = PrometheusQueries.read(config);

        // Then
        assertThat(queries).containsExactly(Map.entry("m", "avg(one)"));
    }

    private static JsonNode config(String query) throws JsonProcessingException {
        return new ObjectMapper().readTree("""
                {"metrics": [{"name": "m", "query": %s}], "templates": {"mine": "app='${scope}',ns='${location}'"}}
                """.formatted(query));
    }
}
