package io.gennaker.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.analysis.sources.SourcesFile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What `gennaker connect` writes for this service, as its documentation shows it. An unknown setting would be refused.
class IntegrationsTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "integrations", "services");
    private static final String MOUNTED = "/etc/gennaker-integrations/";

    @Test
    void shouldReadWhatConnectWrites() throws IOException {
        // When
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(AnalysisSettings.class)
                .withSources(new PropertiesConfigSource(
                        EXAMPLE.resolve("analysis.properties").toUri().toURL()))
                .build();

        // Then
        var mesh = config.getConfigMapping(AnalysisSettings.class);
        assertThat(mesh.url()).hasToString("https://prometheus.acme.internal");
        assertThat(mesh.tokenFile()).contains(Path.of(MOUNTED + "secrets/prometheus"));
        assertThat(mesh.clusterLabel()).contains("cluster");
        assertThat(config.getValue("gennaker.sources-file", String.class)).isEqualTo(MOUNTED + "services/sources.yaml");
        assertThat(SourcesFile.read(EXAMPLE.resolve("sources.yaml"))).containsOnlyKeys("datadog");
    }
}
