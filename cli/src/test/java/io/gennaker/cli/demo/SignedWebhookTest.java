package io.gennaker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.FakeConsole;
import io.gennaker.cli.display.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedWebhookTest {
    private static final String CALL = "POST /webhooks/judgements?judgement=shop-4bf6c1a2d3e4%2Fcanary%2Fapprove%2F1";

    @TempDir
    private Path folder;

    private FakeConsole service;
    private SignedWebhook webhook;

    @BeforeEach
    void start() throws IOException {
        service = new FakeConsole();
        webhook = new SignedWebhook(service.address(), Files.writeString(folder.resolve("secret"), "s3cr3t\n"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /// `printf '%s' '1700000000.shop-1/ask/1.{"user":"dana"}' | openssl dgst -sha256 -hmac 's3cr3t'`
    @Test
    void shouldSignAsOpensslDoes() {
        assertThat(SignedWebhook.signature("s3cr3t", "1700000000", "shop-1/ask/1", "{\"user\":\"dana\"}"))
                .isEqualTo("sha256=edb827889cbc797ed38f1e3293a165c28f8e5785ac61098e822a73aeb0a10123");
    }

    @Test
    void shouldAnswerInTheNameOfThePerson() throws IOException {
        // Given
        service.answer(CALL, 200, "{\"result\":\"recorded\"}");

        // When
        boolean taken = webhook.approve(Samples.QUESTION, "dana", "looks good");

        // Then
        assertThat(taken).isTrue();
        var body = ConsoleClient.json().readTree(service.lastRequest().body());
        assertThat(body.path("user").asText()).isEqualTo("dana");
        assertThat(body.path("decision").asText()).isEqualTo("Approve");
        assertThat(body.path("comment").asText()).isEqualTo("looks good");
        assertThat(body.path("requestId").asText()).isEqualTo("demo:" + Samples.QUESTION);
    }

    @Test
    void shouldSayThatTheCallMayBeRepeatedWhenTheServiceIsAway() {
        // Given
        service.answer(CALL, 503, "");

        // When
        boolean taken = webhook.approve(Samples.QUESTION, "dana", "looks good");

        // Then
        assertThat(taken).isFalse();
    }

    @Test
    void shouldNotRepeatWhatIsRefused() {
        // Given
        service.answer(CALL, 403, "{\"message\":\"dana may not decide\"}");

        // When
        CliFailure failure =
                catchThrowableOfType(CliFailure.class, () -> webhook.approve(Samples.QUESTION, "dana", "looks good"));

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure).hasMessageContaining("dana may not decide");
    }
}
