package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreQueriesTest {

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
        var queries = StoreQueries.read(config(query), Map.of());

        // Then
        assertThat(queries).containsEntry("m", new StoreQuery(StoreQuery.Store.PROMETHEUS, expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"type": "graphite"};                                       query.type: found 'graphite', must be one of [datadog, prometheus, stackdriver]
            {"metricName": "a", "customFilterTemplate": "x"};           customFilterTemplate: found 'x', must be one of [mine]
            {"metricName": "a", "customInlineTemplate": "a='${zone}'"}; found variable '${zone}', must be one of ${location}, ${scope}
            {"metricName": "a", "aggregation": "sum"};                  found 'aggregation', must be one of
            {"metricName": "a", "customInlineTemplate": "<#if x>a"};    found a FreeMarker directive, must be text with ${variables}
            {"type": "stackdriver", "metricType": "a"};                 query.resourceType: found nothing, must be there
            {"type": "stackdriver", "metricType": "a", "resourceType": "b"}; query.resourceType: found 'b' without a custom filter, must be one of [gae_app,
            {"type": "datadog", "metricName": "a", "metricType": "b"};  query.metricType: found 'b', must be one of [count, gauge, rate]
            """, quoteCharacter = '`')
    void shouldRefuseWhatItCannotAsk(String query, String expected) throws JsonProcessingException {
        // Given
        var config = config(query);

        // Then
        assertThatThrownBy(() -> StoreQueries.read(config, Map.of()))
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
        var queries = StoreQueries.read(config, Map.of());

        // Then
        assertThat(queries).containsExactly(Map.entry("m", new StoreQuery(StoreQuery.Store.PROMETHEUS, "avg(one)")));
    }

    @Test
    void shouldAskGoogleAsKayentaDoesByARealConfiguration() throws IOException {
        // Given
        var config = new ObjectMapper().readTree(getClass().getResource("/canary-config-stackdriver.json"));

        // When
        var queries = StoreQueries.read(config, Map.of());

        // Then
        assertThat(queries.keySet())
                .containsExactly(
                        "Healthy Responses", "95th Percentile Latency", "CPU Utilization", "Memory Utilization");
        assertThat(queries.get("Healthy Responses")).isEqualTo(new StoreQuery(StoreQuery.Store.STACKDRIVER, """
                        filter: metric.type="istio.io/service/server/request_count" AND resource.type="k8s_container"\
                         AND metric.label.response_code > 199  AND metric.label.response_code < 300\
                          AND metric.label.destination_workload_name="${workload}"\
                         AND metric.label.destination_service_namespace="${namespace}"
                        perSeriesAligner: ALIGN_RATE
                        crossSeriesReducer: REDUCE_SUM"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"resourceType": "k8s_container"};   project="acme" AND resource.labels.cluster_name="one" AND metadata.user_labels."app"="shop"
            {"resourceType": "gce_instance"};    project="acme" AND metadata.user_labels."spinnaker-region"="eu" AND metadata.user_labels."spinnaker-server-group"="shop-${workload}"
            {"resourceType": "global"};          ``
            {"customInlineTemplate": "zone=${zone} AND resource.x=${resourceType}"}; zone=b AND resource.x=k8s_pod
            """, quoteCharacter = '`')
    void shouldPickByTheExtendedParametersOfTheScope(String query, String expected) throws JsonProcessingException {
        // Given
        var params = Map.of(
                "project",
                "acme",
                "cluster_name",
                "one",
                "user_labels.app",
                "shop",
                "zone",
                "b",
                "resourceType",
                "k8s_pod");
        var node = (ObjectNode) new ObjectMapper().readTree(query);
        node.put("type", "stackdriver").put("metricType", "a");

        // When
        var queries = StoreQueries.read(
                config(node.toString()), Map.of("default", new ScopeValues("shop-${workload}", "eu", params)));

        // Then
        var resource = node.path("resourceType").asText("k8s_pod");
        assertThat(queries.get("m").text())
                .startsWith("filter: metric.type=\"a\" AND resource.type=\"" + resource + "\""
                        + (expected.isEmpty() ? "" : " AND " + expected) + "\n");
    }

    @Test
    void shouldAskDatadogAsKayentaDoes() throws JsonProcessingException {
        // Given
        var scopes = Map.of("default", new ScopeValues("kube_deployment:${workload}", "", Map.of()));
        var config = config("""
                {"type": "datadog", "metricName": "requests", "metricType": "COUNT", "tags": ["code:5xx"]}
                """);

        // When
        var queries = StoreQueries.read(config, scopes);

        // Then
        assertThat(queries.get("m"))
                .isEqualTo(new StoreQuery(
                        StoreQuery.Store.DATADOG, "sum:requests{kube_deployment:${workload},code:5xx}.as_count()"));
    }

    @Test
    void shouldRefuseAScopeThatIsNotThere() throws JsonProcessingException {
        // Given
        var config = new ObjectMapper().readTree("""
                {"metrics": [{"name": "m", "scopeName": "queue", "query": {"metricName": "one"}}]}
                """);

        // When, then
        assertThatThrownBy(() -> StoreQueries.read(config, Map.of()))
                .hasMessage("canaryConfig.metrics[0].scopeName: found 'queue', must be one of [default]");
    }

    private static JsonNode config(String query) throws JsonProcessingException {
        return new ObjectMapper().readTree("""
                {"metrics": [{"name": "m", "query": %s}], "templates": {"mine": "app='${scope}',ns='${location}'"}}
                """.formatted(query));
    }
}
