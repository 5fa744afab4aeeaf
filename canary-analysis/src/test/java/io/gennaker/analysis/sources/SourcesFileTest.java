package io.gennaker.analysis.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.canary.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesFileTest {

    @TempDir
    private Path folder;

    @Test
    void shouldOpenASourceOfEachKind() throws IOException {
        // Given
        var file = write("""
                mimir:
                  kind: prometheus
                  url: https://mimir.acme.internal
                  tokenFile: /run/secrets/mimir
                  interval: 30s
                  delay: 45s
                datadog:
                  kind: datadog
                  url: https://api.datadoghq.eu
                  apiKeyFile: /run/secrets/api-key
                  applicationKeyFile: /run/secrets/application-key
                google:
                  kind: google-cloud-monitoring
                  project: acme-production
                orders:
                  kind: json
                  url: https://orders.acme.internal/series?q=${query}
                  headers: {X-Org: acme}
                  times: $.points[*].t
                  values: $.points[*].v
                  timeForm: milliseconds
                  interval: 10s
                """);

        // When
        var sources = SourcesFile.read(file);

        // Then
        assertThat(sources.keySet()).containsExactly("mimir", "datadog", "google", "orders");
        assertThat(sources.get("mimir").sampling())
                .isEqualTo(Sampling.ofScrapes(Duration.ofSeconds(30), Duration.ofSeconds(45)));
        assertThat(sources.get("google").sampling())
                .isEqualTo(Sampling.ofIntervals(Duration.ofMinutes(1), Duration.ofMinutes(4)));
        assertThat(sources.get("orders").sampling())
                .isEqualTo(Sampling.ofIntervals(Duration.ofSeconds(10), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: {kind: graphite}} | a.kind: found graphite, must be one of [datadog, google-cloud-monitoring, json, prometheus]",
                "{a: {url: x}} | a.kind: found nothing, must be one of [datadog, google-cloud-monitoring, json, prometheus]",
                "{a: {kind: prometheus, url: x}} | a: Prometheus address: found 'x', must be http://HOST[:PORT] or https://HOST[:PORT]",
                "{a: {kind: prometheus, token: x}} | a: found setting 'token', must be one of [authorities, delay,",
                "{a: {kind: datadog, url: 'https://x'}} | a.apiKeyFile: found nothing, must be a text",
                "{a: {kind: prometheus, url: 'https://x', timeout: soon}} | a.timeout: found soon, must be a duration such as 30s, 2m or PT30S",
                "{a: {kind: prometheus, url: 'https://x', queriesAtOnce: 0}} | a.queriesAtOnce: found 0, must be a whole number from 1 to 1000",
                "{a: {kind: google-cloud-monitoring, project: p, url: 'http://example.org:80'}} | a: url: found 'http://example.org:80', must be http://127.0.0.1:PORT, or absent for Google's own",
                "{a: {kind: google-cloud-monitoring, project: p, delay: 9m}} | a: interval and delay: found PT10M together, must be at most PT9M",
                "{a: {kind: google-cloud-monitoring, project: p, interval: 30s}} | a.interval: found PT30S, must be at least 1m, the shortest alignment of this source",
                "{a: {kind: prometheus, url: 'https://x', delay: 9m}} | a: interval and delay: found PT9M15S together, must be at most PT9M",
                "{a: {kind: json, url: 'https://x?q=${query}', times: $.t, values: $.v, delay: -1s}} | a: delay: found PT-1S, must be 0 s to 1 hour",
                "{prometheus: {kind: prometheus, url: 'https://x'}} | found the name prometheus, must be another one",
                "[1] | found no mapping, must be a mapping of at most 100 names to settings"
            })
    void shouldSayWhereASettingIsWrong(String text, String message) throws IOException {
        // Given
        var file = write(text);

        // When, then
        assertThatThrownBy(() -> SourcesFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("sources.yaml"), text);
    }
}
