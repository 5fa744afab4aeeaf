package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.trigger.pubsub.PubSubResource;
import io.gennaker.trigger.registry.RealRegistry;
import io.gennaker.trigger.testing.Pipelines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real registry that tells of a push, where Debian's packages `docker-registry` and `skopeo` are installed.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(PubSubResource.class)
@WithTestResource(WebhooksResourceConfig.class)
class RealRegistryTest {
    private final String name = "shop-" + UUID.randomUUID().toString().substring(0, 8);

    @Inject
    DataSource dataSource;

    @Test
    void shouldStartThePipelineWhenAnImageIsPushed(@TempDir Path folder) throws Exception {
        // Given
        assumeThat(RealRegistry.isInstalled())
                .as("docker-registry and skopeo are not installed")
                .isTrue();
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        var webhook = URI.create("http://127.0.0.1:" + port + "/webhooks/registry");
        try (RealRegistry registry = RealRegistry.start(folder, webhook, WebhooksResourceConfig.SECRET);
                TestBus bus = TestBus.ofQuarkusTest()) {
            String image = registry.host() + "/acme/" + name;
            bus.publish(Pipelines.applied(name, image, "v*"));
            awaitApplied();

            // When
            String digest = registry.push("acme/" + name + ":v2");
            registry.push("acme/" + name + ":other");

            // Then
            ExecutionCommand.Start start = bus.awaitMessage(
                    Topic.EXECUTION_COMMANDS,
                    ExecutionCommand.Start.class,
                    command -> command.pipeline().equals(name));
            assertThat(start.artifacts())
                    .containsExactly(new Artifact("app", ImageReference.parse(image + ":v2@" + digest)));
        }
    }

    private void awaitApplied() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (var connection = dataSource.getConnection();
                    var statement = connection.prepareStatement("select 1 from pipeline where name = ?")) {
                statement.setString(1, name);
                return statement.executeQuery().next();
            }
        });
    }
}
