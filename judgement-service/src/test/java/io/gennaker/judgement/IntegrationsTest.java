package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.judgement.http.TeamsConfiguration;
import io.gennaker.judgement.mail.MailConfiguration;
import io.gennaker.judgement.slack.SlackConfiguration;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What `gennaker connect` writes for this service, as its documentation shows it. An unknown setting would be refused.
class IntegrationsTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "integrations", "services", "judgement.properties");
    private static final String SECRETS = "/etc/gennaker-integrations/secrets/";

    @Test
    void shouldReadWhatConnectWrites() throws IOException {
        // When
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(SlackConfiguration.class)
                .withMapping(MailConfiguration.class)
                .withMapping(TeamsConfiguration.class)
                .withSources(new PropertiesConfigSource(EXAMPLE.toUri().toURL()))
                .build();

        // Then
        assertThat(config.getConfigMapping(SlackConfiguration.class).botTokenFile())
                .contains(Path.of(SECRETS + "slack-bot"));
        assertThat(config.getConfigMapping(MailConfiguration.class).passwordFile())
                .contains(Path.of(SECRETS + "mail"));
        assertThat(config.getConfigMapping(TeamsConfiguration.class)
                        .places()
                        .get("releases")
                        .urlFile())
                .isEqualTo(Path.of(SECRETS + "teams-releases"));
    }
}
