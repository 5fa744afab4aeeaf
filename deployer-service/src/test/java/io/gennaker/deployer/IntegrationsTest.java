package io.gennaker.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What `gennaker connect` writes for this service, as its documentation shows it. An unknown setting would be refused.
class IntegrationsTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "integrations", "services", "deployer.properties");

    @Test
    void shouldReadWhatConnectWrites() throws IOException {
        // When
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DeployerConfiguration.class)
                .withSources(new PropertiesConfigSource(EXAMPLE.toUri().toURL()))
                .build();

        // Then
        assertThat(config.getConfigMapping(DeployerConfiguration.class).clusters())
                .contains(Path.of("/etc/gennaker-integrations/clusters"));
    }
}
