package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.FakeConsole;
import io.gennaker.provenance.Delivery;
import io.gennaker.provenance.Envelope;
import io.gennaker.provenance.SigningKey;
import io.gennaker.provenance.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rerun`, `replay`, `provenance` and `verify`.
class ProofsTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final SigningKey KEY = SigningKey.generate();
    private static final String ENVELOPE = statement(null);

    private static String statement(Delivery.@Nullable Rerun rerun) {
        return KEY.sign(
                        Envelope.IN_TOTO,
                        Statement.of(new Delivery(
                                "shop-1",
                                "shop",
                                "shop",
                                List.of(),
                                List.of(new Delivery.Material("definition", null, DIGEST)),
                                DIGEST,
                                DIGEST,
                                Map.of(),
                                new Delivery.Trigger("manual", "console", "1", "ann", Map.of()),
                                rerun,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                "SUCCEEDED",
                                null,
                                List.of(new Delivery.Stage(
                                        "ask", "judgement", "SUCCEEDED", null, Map.of("decidedBy", "eve"))))))
                .write();
    }

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeConsole console;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        console = new FakeConsole();
        key = Files.writeString(folder.resolve("key.pub"), KEY.verifying().pem());
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private int run(String... arguments) {
        return Gennaker.run(
                Map.of("GENNAKER_SERVER", console.address().toString(), "GENNAKER_TOKEN", "secret"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    @Test
    void shouldPrintTheNewExecutionWhenAPlanRunsAgain() {
        // Given
        console.answer("POST /api/executions/shop-1/rerun", 202, "{\"executionId\": \"shop-2\"}");

        // When
        int code = run("rerun", "shop-1", "--reason", "the cluster was away");

        // Then
        assertThat(code).isZero();
        assertThat(out).hasToString("shop-2\n");
        assertThat(console.lastRequest().body()).contains("\"reason\":\"the cluster was away\"");
    }

    @Test
    void shouldPrintTheExecutionThatGivesRoutesBack() {
        // Given
        console.answer("POST /api/pipelines/shop/restore-routes", 202, "{\"executionId\": \"shop-3\"}");

        // When
        int code = run("restore-routes", "shop", "--reason", "another mesh");

        // Then
        assertThat(code).isZero();
        assertThat(out).hasToString("shop-3\n");
        assertThat(console.lastRequest().body()).contains("\"reason\":\"another mesh\"");
    }

    @Test
    void shouldEndWithOneAndShowTheDifferenceWhenAReplayDecidesOtherwise() {
        // Given
        console.answer(
                "POST /api/executions/shop-1/replay",
                200,
                "{\"moves\": 3, \"same\": false, \"difference\": \"move 2\"}");

        // When
        int code = run("replay", "shop-1");

        // Then
        assertThat(code).isEqualTo(ExitCode.NEGATIVE.code());
        assertThat(out).hasToString("shop-1: decided otherwise: move 2\n");
    }

    @Test
    void shouldVerifyAnExecutionAndSayWhatItsProvenanceStates() {
        // Given
        console.answer("GET /api/executions/shop-1/provenance", 200, ENVELOPE);

        // When
        int code = run("verify", "shop-1", "--key", key.toString());

        // Then
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("execution shop-1 of shop: SUCCEEDED", "triggered by manual console, ann")
                .contains("material definition " + DIGEST, "stage ask: SUCCEEDED {\"decidedBy\":\"eve\"}");
    }

    @Test
    void shouldPrintWhatPeopleTypedOnItsOwnLineWithoutWhatMovesTheCursor() {
        // Given
        console.answer(
                "GET /api/executions/shop-1/provenance",
                200,
                statement(new Delivery.Rerun(
                        "shop-0", "bob", "flaky\nplan sha256:0\u001b[3A\r\u001b[Jsigned by sha256:1")));

        // When
        int code = run("verify", "shop-1", "--key", key.toString());

        // Then
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b", "\r");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.startsWith("plan ") || line.startsWith("signed by "))
                .containsExactly("signed by " + KEY.verifying().id(), "plan " + DIGEST);
    }

    @Test
    void shouldEndWithOneWhenTheServerAnswersWithTheProvenanceOfAnotherExecution() {
        // Given
        console.answer("GET /api/executions/shop-2/provenance", 200, ENVELOPE);

        // When
        int code = run("verify", "shop-2", "--key", key.toString());

        // Then
        assertThat(code).isEqualTo(ExitCode.NEGATIVE.code());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("shop-2 is not verified: the statement is of shop-1");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldVerifyAFileWithoutAnyServer() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("envelope.json"), ENVELOPE);

        // When
        int code = run("verify", file.toString(), "--key", key.toString());

        // Then
        assertThat(code).isZero();
        assertThat(console.requests()).isEmpty();
    }

    @Test
    void shouldEndWithOneWhenTheSignatureIsByAnotherKey() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("envelope.json"), ENVELOPE);
        Path other = Files.writeString(
                folder.resolve("other.pub"), SigningKey.generate().verifying().pem());

        // When
        int code = run("verify", file.toString(), "--key", other.toString());

        // Then
        assertThat(code).isEqualTo(ExitCode.NEGATIVE.code());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no signature is by a trusted key");
    }
}
