package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.trigger.http.SourcesConfig;
import io.gennaker.trigger.pubsub.PubSubConfig;
import io.gennaker.trigger.registry.RegistriesConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What `gennaker connect` writes for this service, as its documentation shows it. An unknown setting would be refused.
class IntegrationsTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "integrations", "services", "trigger.properties");
    private static final String MOUNTED = "/etc/gennaker-integrations/";

    @Test
    void shouldReadWhatConnectWrites() throws IOException {
        // When
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(PubSubConfig.class)
                .withMapping(RegistriesConfig.class)
                .withMapping(SourcesConfig.class)
                .withSources(new PropertiesConfigSource(EXAMPLE.toUri().toURL()))
                .build();

        // Then
        var pubSub = config.getConfigMapping(PubSubConfig.class);
        assertThat(pubSub.enabled()).isTrue();
        assertThat(pubSub.project().orElseThrow()).containsExactly("acme-builds", "acme-mirror");
        assertThat(pubSub.subscription()).contains("gennaker");
        var hub = config.getConfigMapping(RegistriesConfig.class).all().get("docker.io");
        assertThat(hub.username()).contains("acme");
        assertThat(hub.passwordFile()).contains(Path.of(MOUNTED + "secrets/docker-hub"));
        assertThat(hub.poll().orElseThrow()).containsExactly("acme/shop", "acme/cart");
        assertThat(hub.pollEvery()).isEqualTo(Duration.ofMinutes(2));
        var webhooks = config.getConfigMapping(SourcesConfig.class).sources();
        assertThat(webhooks).containsOnlyKeys("acme-registry", "github");
        assertThat(webhooks.get("acme-registry").host()).contains("registry.acme.io");
        assertThat(webhooks.get("github").secretFile()).contains(Path.of(MOUNTED + "secrets/github-webhook"));
        // what is set up by one file counts before a variable that was left
        assertThat(config.getConfigValue("gennaker.pubsub.enabled").getConfigSourceOrdinal())
                .isGreaterThan(300);
    }
}
