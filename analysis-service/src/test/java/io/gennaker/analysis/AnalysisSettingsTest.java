package io.gennaker.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisSettingsTest {

    private static final Map<String, String> LEAST = Map.of("gennaker.prometheus.url", "http://127.0.0.1:9090");

    @Test
    void shouldHaveDefaultsForAllButTheAddress() {
        // When
        var settings = settings(Map.of());

        // Then
        assertThat(settings.url()).isEqualTo(URI.create("http://127.0.0.1:9090"));
        assertThat(settings.scrapeInterval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.queriesAtOnce()).isEqualTo(8);
        assertThat(settings.largestAnswer().asLongValue()).isEqualTo(8 * 1024 * 1024);
        assertThat(settings.tokenFile()).isEmpty();
    }

    @Test
    void shouldReadAllThatCanBeSet() {
        // When
        var settings = settings(Map.of(
                "gennaker.prometheus.scrape-interval", "30s",
                "gennaker.prometheus.cluster-label", "cell",
                "gennaker.prometheus.timeout", "5s",
                "gennaker.prometheus.token-file", "/run/secrets/token",
                "gennaker.prometheus.user", "gennaker",
                "gennaker.prometheus.password-file", "/run/secrets/password",
                "gennaker.prometheus.authorities", "/run/secrets/ca.pem",
                "gennaker.prometheus.queries-at-once", "3",
                "gennaker.prometheus.largest-answer", "1M"));

        // Then
        assertThat(settings.scrapeInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.clusterLabel()).contains("cell");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.tokenFile()).contains(Path.of("/run/secrets/token"));
        assertThat(settings.user()).contains("gennaker");
        assertThat(settings.passwordFile()).contains(Path.of("/run/secrets/password"));
        assertThat(settings.authorities()).contains(Path.of("/run/secrets/ca.pem"));
        assertThat(settings.queriesAtOnce()).isEqualTo(3);
        assertThat(settings.largestAnswer().asLongValue()).isEqualTo(1024 * 1024);
    }

    @Test
    void shouldRefuseASettingThatIsNone() {
        assertThatThrownBy(() -> settings(Map.of("gennaker.prometheus.adress", "http://127.0.0.1:9090")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("gennaker.prometheus.adress");
    }

    private static AnalysisSettings settings(Map<String, String> others) {
        var all = new HashMap<>(LEAST);
        all.putAll(others);
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(AnalysisSettings.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(AnalysisSettings.class);
    }
}
