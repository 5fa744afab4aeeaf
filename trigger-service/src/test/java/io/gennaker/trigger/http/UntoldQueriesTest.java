package io.gennaker.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

class UntoldQueriesTest {
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");

    @Test
    void shouldKeepTheSecretInAnAddressOutOfTraces() {
        // Given
        try (var traces = SdkTracerProvider.builder()
                .addSpanProcessor(new UntoldQueries())
                .build()) {
            var call = traces.get("test")
                    .spanBuilder("POST /webhooks/{name}")
                    .setAttribute(PATH, "/webhooks/quay")
                    .setAttribute(QUERY, "token=secret");

            // When
            var span = (ReadableSpan) call.startSpan();

            // Then
            assertThat(span.getAttribute(QUERY)).isEqualTo("untold");
            assertThat(span.getAttribute(PATH)).isEqualTo("/webhooks/quay");
        }
    }
}
