package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.FakeConsole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `images`.
class ImagesTest {
    private static final String IMAGE = "us.gcr.io/acme/shop@sha256:" + "0".repeat(64);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeConsole console;

    @BeforeEach
    void start() throws IOException {
        console = new FakeConsole();
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private int run(String... arguments) {
        return Gennaker.run(
                Map.of("GENNAKER_SERVER", console.address().toString(), "GENNAKER_TOKEN", "secret"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                arguments);
    }

    @Test
    void shouldListWhoOrWhatWithdrewAnImageAndWhy() {
        // Given
        console.answer(
                "GET /api/images/withdrawn?limit=50",
                200,
                "[{\"pipeline\": \"shop\", \"application\": \"shop\", \"image\": \"" + IMAGE
                        + "\", \"by\": \"eve\", \"reason\": \"it leaks\", \"at\": \"2026-01-01T10:00:00.5Z\"},"
                        + " {\"pipeline\": \"cart\", \"application\": \"cart\", \"image\": \"" + IMAGE
                        + "\", \"execution\": \"cart-1\", \"reason\": \"execution cart-1 took it back\","
                        + " \"at\": \"2026-01-01T09:00:00Z\"}]");

        // When
        int code = run("images", "list");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(
                        line -> assertThat(line).matches("2026-01-01T10:00:00Z +shop +" + IMAGE + " +eve +it leaks"))
                .anySatisfy(line -> assertThat(line).contains("cart-1", "took it back"));
    }

    @Test
    void shouldWithdrawAnImageWithAReason() {
        // Given
        console.answer(
                "POST /api/images/withdrawn",
                202,
                "{\"pipeline\": \"shop\", \"image\": \"" + IMAGE + "\", \"inForce\": true}");

        // When
        int code = run("images", "withdraw", "shop", IMAGE, "--reason", "it leaks");

        // Then
        assertThat(code).isZero();
        assertThat(out).hasToString(IMAGE + ": withdrawn from shop\n");
        assertThat(console.lastRequest().body()).contains("\"reason\":\"it leaks\"", IMAGE);
    }

    @Test
    void shouldAskForAReason() {
        assertThat(run("images", "reinstate", "shop", IMAGE)).isEqualTo(ExitCode.USAGE.code());
        assertThat(console.requests()).isEmpty();
    }
}
