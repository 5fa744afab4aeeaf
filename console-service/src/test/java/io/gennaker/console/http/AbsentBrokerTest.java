package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The dead letters' broker cannot be found when the console starts.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
@TestProfile(AbsentBrokerTest.NoSuchHost.class)
class AbsentBrokerTest {
    public static final class NoSuchHost implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mp.messaging.incoming.dead-letters.bootstrap.servers", "no-such-host.invalid:9092");
        }
    }

    @Test
    void shouldServeWhenTheBrokerCannotBeFound() {
        // When
        var answer = Api.asAdmin().get("/api/dead-letters");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEmpty();
        Api.as(null).awaitStatus("/q/health/live", 200);
        Api.as(null).awaitStatus("/q/health/ready", 200);
    }
}
