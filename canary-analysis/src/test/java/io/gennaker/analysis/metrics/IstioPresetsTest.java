package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IstioPresetsTest {

    private static final QueryScope SCOPE = new QueryScope("production", "acme", "shop", Duration.ofMinutes(1));

    @Test
    void shouldAskBothReportersForErrors() {
        // When
        var query = filled(new IstioPresets("cluster"), "istio-error-rate");

        // Then
        var all =
                "istio_requests_total{destination_workload=\"shop\",destination_workload_namespace=\"acme\",cluster=\"production\"";
        assertThat(query)
                .isEqualTo("100 * max((sum by (reporter) (rate(" + all + ",response_code=~\"5..|0\"}[60s])"
                        + " or rate(" + all + ",response_code!~\"5..|0\",grpc_response_status=~\"2|4|13|14|15\"}[60s]))"
                        + " or 0 * sum by (reporter) (rate(" + all + "}[60s])))"
                        + " / sum by (reporter) (rate(" + all + "}[60s])))");
    }

    @Test
    void shouldTakeLatencyFromTheHistogramPerReporter() {
        // When
        var query = filled(new IstioPresets(""), "istio-latency-p95");

        // Then
        assertThat(query)
                .isEqualTo(
                        "max(histogram_quantile(0.95, sum by (reporter, le) (rate(istio_request_duration_milliseconds_bucket{"
                                + "destination_workload=\"shop\",destination_workload_namespace=\"acme\"}[60s]))))");
    }

    @Test
    void shouldLookAtGrpcAlone() {
        assertThat(filled(new IstioPresets(""), "istio-grpc-success-rate"))
                .startsWith("100 - 100 * max(")
                .contains("destination_workload_namespace=\"acme\",request_protocol=\"grpc\",response_code=~\"5..|0\"");
    }

    @Test
    void shouldNameItsPresets() {
        assertThat(new IstioPresets("cluster").names())
                .containsExactly(
                        "istio-error-rate",
                        "istio-success-rate",
                        "istio-grpc-error-rate",
                        "istio-grpc-success-rate",
                        "istio-latency-p50",
                        "istio-latency-p95",
                        "istio-latency-p99",
                        "istio-request-rate");
    }

    private static String filled(IstioPresets presets, String name) {
        return presets.preset(name).orElseThrow().query().fill(SCOPE);
    }
}
