package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class AuditTest {
    @Inject
    DataSource source;

    @Test
    void shouldTellWhatWasDoneAndRefused() {
        // Given
        String user = "user-" + UUID.randomUUID();
        JsonNode made = Api.asAdmin()
                .post("/api/tokens", "{\"user\": \"" + user + "\", \"roles\": [\"viewer\"]}")
                .json();
        Api api = Api.as(made.path("secret").asText());

        // When
        api.get("/api/executions");
        api.post("/api/pipelines/shop%2F1/executions", "{}");
        api.get("/api/audit");
        api.delete("/api/tokens/" + made.at("/token/id").asText());

        // Then
        JsonNode entries = Api.asAdmin().get("/api/audit?user=" + user).json();
        assertThat(entries).hasSize(3);
        JsonNode revoked = entries.get(0);
        assertThat(revoked.path("action").asText()).isEqualTo("DELETE /api/tokens/{id}");
        assertThat(revoked.path("status").asInt()).isEqualTo(200);
        assertThat(revoked.path("token").asText())
                .isEqualTo(made.at("/token/id").asText());
        assertThat(revoked.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(revoked.path("channel").asText()).isEqualTo("CLI");
        assertThat(entries.get(1).path("action").asText()).isEqualTo("GET /api/audit");
        assertThat(entries.get(1).path("status").asInt()).isEqualTo(403);
        assertThat(entries.get(2).path("path").asText()).isEqualTo("/api/pipelines/shop%2F1/executions");
        assertThat(entries.get(2).path("status").asInt()).isEqualTo(403);
        assertThat(api.get("/api/executions").status()).isEqualTo(401);
        JsonNode rest = Api.asAdmin()
                .get("/api/audit?limit=2&user=" + user + "&before="
                        + revoked.path("id").asText())
                .json();
        assertThat(rest).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit_entry set status = 200", "delete from audit_entry", "truncate audit_entry"})
    void shouldStayAsItIsWhenSomebodyWantsToChangeIt(String statement) {
        // Given
        Api.asAdmin().post("/api/tokens", "{}");

        // Then
        assertThatThrownBy(() -> {
                    try (var connection = source.getConnection();
                            var change = connection.createStatement()) {
                        change.execute(statement);
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("audit entries are not changed or removed");
    }
}
