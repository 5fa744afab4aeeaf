package io.gennaker.judgement.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.callout.Callback;
import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Callouts;
import io.gennaker.judgement.decision.InMemoryStores;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.InMemoryUnitOfWork;
import io.gennaker.outbox.testing.SettableClock;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ways in take at once: of signed calls so many a second, whatever is in them; those that are not signed
/// count for nothing.
class WebhookLimitsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SECRET = "a secret of the test";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String AT = Long.toString(NOON.getEpochSecond());

    private final SettableClock clock = new SettableClock(NOON);
    private final UnitOfWork unitOfWork = new InMemoryUnitOfWork(new InMemoryOutbox());
    private final String signed = new Signature(SECRET).sign(AT + ".shop-1/a/b/1", BODY);

    @Test
    void shouldRefuseTooManyAnswers(@TempDir Path folder) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        var webhook = new JudgementWebhook(
                new WebhookSecret(Optional.of(file)), new Judgements(InMemoryStores.empty()), unitOfWork, clock, 1);

        // When
        List<Response> forged = Stream.generate(() -> webhook.answer("shop-1/a/b/1", AT, "sha256=00", BODY))
                .limit(5)
                .toList();
        List<Response> genuine = Stream.generate(() -> webhook.answer("shop-1/a/b/1", AT, signed, BODY))
                .limit(3)
                .toList();

        // Then
        assertThat(forged).extracting(Response::getStatus).containsOnly(401);
        assertThat(genuine).extracting(Response::getStatus).containsExactly(400, 400, 429);
        assertThat(genuine.getLast().getEntity())
                .isEqualTo(new JudgementWebhook.Result(
                        "refused", "too many calls; allowed are 1 a second (gennaker.webhook.rate)"));
        assertThat(genuine.getLast().getHeaderString("Retry-After")).isEqualTo("1");
    }

    @Test
    void shouldRefuseTooManyCallbacks(@TempDir Path folder) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        var webhook = new CallbackWebhook(
                new CalloutSecrets(new OnlyASecret(file)), new Callouts(new NoCallbacks()), unitOfWork, clock, 1);

        // When
        List<Response> calls = Stream.generate(() -> webhook.told("shop-1/a/b/1", AT, signed, BODY))
                .limit(3)
                .toList();

        // Then
        assertThat(calls).extracting(Response::getStatus).containsExactly(400, 400, 429);
        assertThat(calls.getLast().getHeaderString("Retry-After")).isEqualTo("1");
    }

    @Test
    void shouldLogInOneLineWhatIsNotSigned(@TempDir Path folder) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        var answers = new JudgementWebhook(
                new WebhookSecret(Optional.of(file)), new Judgements(InMemoryStores.empty()), unitOfWork, clock, 1);
        var callbacks = new CallbackWebhook(
                new CalloutSecrets(new OnlyASecret(file)), new Callouts(new NoCallbacks()), unitOfWork, clock, 1);
        String forged = "shop-1/a/b/1\"\r\n2026-11-23 12:00:00 INFO webhook answered\u0085\u2028" + "x".repeat(5_000);
        var logged = new ArrayList<String>();
        Handler listening = new Listening(logged);
        List<Logger> loggers = Stream.of(JudgementWebhook.class, CallbackWebhook.class)
                .map(type -> Logger.getLogger(type.getName()))
                .toList();
        loggers.forEach(logger -> logger.addHandler(listening));

        // When
        answers.answer(forged, AT, "sha256=00", BODY);
        callbacks.told(forged, AT, "sha256=00", BODY);
        loggers.forEach(logger -> logger.removeHandler(listening));

        // Then
        assertThat(logged)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.strip())
                        .contains("shop-1/a/b/1")
                        .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028]|1\"")
                        .hasSizeLessThan(1_000));
    }

    private static final class Listening extends Handler {
        private final List<String> lines;

        Listening(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage() + Arrays.toString(line.getParameters()));
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private record OnlyASecret(Path file) implements CalloutConfiguration {
        @Override
        public Optional<List<String>> allowedNetworks() {
            return Optional.empty();
        }

        @Override
        public Optional<URI> callbackUrl() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> secretFile() {
            return Optional.of(file);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Map<String, Secret> secrets() {
            return Map.of();
        }
    }

    private static final class NoCallbacks implements CallbackStore {
        @Override
        public void add(ExecutionId execution, OperationId id, CallWebhook task) {
            throw new AssertionError("nothing is called");
        }

        @Override
        public Optional<Callback> find(OperationId id) {
            return Optional.empty();
        }

        @Override
        public void answered(OperationId id, int status) {
            throw new AssertionError("nothing is called");
        }

        @Override
        public void unwanted(OperationId id) {
            throw new AssertionError("nothing is cancelled");
        }

        @Override
        public boolean end(OperationId id, Instant at) {
            return false;
        }
    }
}
