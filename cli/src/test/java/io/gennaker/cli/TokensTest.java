package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.api.ConsoleClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `gennaker whoami`, `tokens` and `audit` as people and scripts type them.
class TokensTest extends CommandLines {
    private static final String TOKEN = """
            {"id": "0123456789abcdef", "user": "dana", "roles": ["deployer@shop", "sre"], "description": "laptop",
             "createdBy": "dana", "createdAt": "2019-10-21T09:26:41Z", "expiresAt": "2019-10-22T09:26:41Z"MORE}""";

    @Test
    void shouldSayWhoIAm() {
        // Given
        server.answer("GET /api/me", 200, "{\"user\": \"dana\", \"roles\": [\"viewer\", \"sre\"], \"token\": \"0\"}");

        // When
        Result result = run("whoami");

        // Then
        assertThat(result.out()).isEqualTo("dana with viewer, sre" + System.lineSeparator());
    }

    @Test
    void shouldListTokensWithTheirState() {
        // Given
        String revoked = token(", \"revokedBy\": \"dana\", \"revokedAt\": \"2019-10-21T10:00:00Z\"");
        server.answer("GET /api/tokens?limit=50", 200, "[" + revoked + "," + token("") + "]");

        // When
        Result result = run("tokens", "list");

        // Then
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("0123456789abcdef", "dana", "deployer@shop, sre", "revoked", "laptop");
        assertThat(lines.get(2)).contains("expired", "2019-10-22T09:26:41Z");
    }

    @Test
    void shouldPrintTheSecretAloneWhenATokenIsMade() throws IOException {
        // Given
        server.answer("POST /api/tokens", 201, "{\"secret\": \"s3cr3t\", \"token\": " + token("") + "}");

        // When
        Result result = run(
                "tokens", "create", "--user", "dana", "--role", "deployer@shop", "--group", "sre", "--valid-for", "1d");

        // Then
        assertThat(result.out()).isEqualTo("s3cr3t" + System.lineSeparator());
        assertThat(result.err())
                .contains("token 0123456789abcdef of dana with deployer@shop, sre, until 2019-10-22T09:26:41Z");
        JsonNode sent = ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.path("user").asText()).isEqualTo("dana");
        assertThat(sent.at("/roles/0").asText()).isEqualTo("deployer@shop");
        assertThat(sent.at("/groups/0").asText()).isEqualTo("sre");
        assertThat(sent.path("validFor").asText()).isEqualTo("PT24H");
    }

    @Test
    void shouldEndWithFiveWhenMoreIsAskedThanIsHeld() {
        // Given
        server.answer("POST /api/tokens", 403, "{\"code\": \"forbidden\", \"message\": \"not held by dana\"}");

        // When
        Result result = run("tokens", "create", "--role", "admin");

        // Then
        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("not held by dana");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void shouldRevoke() {
        // Given
        server.answer("DELETE /api/tokens/0123456789abcdef", 200, token(""));

        // When
        Result result = run("tokens", "revoke", "0123456789abcdef");

        // Then
        assertThat(result.out()).isEqualTo("token 0123456789abcdef of dana is revoked" + System.lineSeparator());
    }

    @Test
    void shouldListTheAudit() {
        // Given
        server.answer("GET /api/audit?user=dana&before=9&limit=2", 200, """
                [{"id": 8, "at": "2019-10-21T09:26:41.5Z", "user": "dana", "token": "0123456789abcdef", "channel": "CLI",
                  "address": "10.0.0.7", "action": "POST /api/executions/{id}/cancel",
                  "path": "/api/executions/shop-1/cancel", "status": 202}]""");

        // When
        Result result = run("audit", "--user", "dana", "--before", "9", "--limit", "2");

        // Then
        assertThat(result.out().lines().toList().get(1))
                .contains("8", "2019-10-21T09:26:41Z", "dana", "10.0.0.7 CLI", "202")
                .endsWith("POST /api/executions/shop-1/cancel");
    }

    private static String token(String more) {
        return TOKEN.replace("MORE", more);
    }
}
