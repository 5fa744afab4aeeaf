package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.api.ConsoleClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `gennaker dead-letters` as people and scripts type it.
class DeadLettersTest extends CommandLines {
    private static final String ID = "0123456789abcdef";
    private static final String ONE = "GET /api/dead-letters/" + ID;
    private static final String REPLAY = "POST /api/dead-letters/" + ID + "/replay";
    private static final String LINE = """
            {"id": "%s", "at": "2019-10-21T09:26:41.5Z", "service": "analysis", "topic": "gennaker.analysis-commands",
             "partition": 3, "offset": 17, "type": "io.gennaker.analysis.start.v1", "reason": "not for me", "bytes": 8
             MORE}""".replaceFirst("%s", ID);
    private static final String LETTER = line("""
            , "key": {"text": "shop-1"}, "headers": [{"name": "ce_id", "text": "m1"}, {"name": "odd", "base64": "/w=="}],
             "value": {"text": "VALUE"}, "complete": true,
             "replays": [{"number": 1, "by": "dana", "at": "2019-10-21T10:00:00Z", "requestId": "r"}]""");
    private static final String REPLAYED = """
            {"id": "%s", "topic": "gennaker.analysis-commands", "service": "analysis", "number": %s, "again": %s,
             "by": "admin", "at": "2019-10-21T10:00:00Z"}""";

    @Test
    void shouldListWithPlaceAndReason() {
        // Given
        server.answer(
                "GET /api/dead-letters?limit=50",
                200,
                "[" + line("") + ","
                        + line(", \"lastReplay\": {\"number\": 2, \"by\": \"dana\", \"at\": \"2019-10-21T10:00:00Z\"}")
                        + "]");

        // When
        Result result = run("dead-letters", "list");

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(3).element(0).asString().startsWith("DEAD LETTER");
        assertThat(result.out())
                .contains(ID + "  2019-10-21T09:26:41Z  analysis  gennaker.analysis-commands  -         not for me")
                .contains("2x");
    }

    @Test
    void shouldListAsJsonWhenAsked() {
        // Given
        server.answer("GET /api/dead-letters?limit=50", 200, "[" + line("") + "]");

        // When
        Result result = run("dead-letters", "list", "-o", "json");

        // Then
        assertThat(result.json()).hasSize(1);
        assertThat(result.json().get(0).path("offset").asLong()).isEqualTo(17);
    }

    @Test
    void shouldPassFiltersOnWhenGiven() {
        // Given
        server.answer("GET /api/dead-letters?service=analysis&topic=a%20b&before=" + ID + "&limit=3", 200, "[]");

        // When
        Result result =
                run("dead-letters", "list", "--service", "analysis", "--topic", "a b", "--before", ID, "--limit", "3");

        // Then
        assertThat(result.code()).isZero();
    }

    @Test
    void shouldShowEverythingOfOne() {
        // Given
        server.answer(ONE, 200, letter("{\\\"a\\\": 1}"));

        // When
        Result result = run("dead-letters", "show", ID);

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .contains(
                        "from      gennaker.analysis-commands, partition 3, offset 17",
                        "reason    not for me",
                        "key       shop-1",
                        "header    ce_id: m1",
                        "header    odd: base64 /w==",
                        "replayed  2019-10-21T10:00:00Z by dana",
                        "value     8 bytes",
                        "  {\"a\": 1}");
    }

    @Test
    void shouldNotLetAValueSteerTheTerminal() {
        // Given
        server.answer(ONE, 200, letter("\\u001b[2J" + "x".repeat(5_000)));

        // When
        Result result = run("dead-letters", "show", ID);

        // Then
        assertThat(result.out()).doesNotContain("\u001b").contains("... (all of it with -o json)");
    }

    @Test
    void shouldGiveTheWholeValueWhenJsonIsAsked() {
        // Given
        server.answer(ONE, 200, letter("x".repeat(5_000)));

        // When
        Result result = run("dead-letters", "show", ID, "-o", "json");

        // Then
        assertThat(result.json().at("/value/text").asText()).hasSize(5_000);
    }

    @Test
    void shouldReplayOnceWhenNotForced() throws IOException {
        // Given
        server.answer(REPLAY, 202, REPLAYED.formatted(ID, 1, false));

        // When
        Result result = run("dead-letters", "replay", ID);

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(ID + " is sent to gennaker.analysis-commands for analysis" + System.lineSeparator());
        JsonNode sent = ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.path("force").asBoolean()).isFalse();
        assertThat(sent.path("requestId").asText()).isNotEmpty();
    }

    @Test
    void shouldSayThatItIsAgainWhenForced() throws IOException {
        // Given
        server.answer(REPLAY, 202, REPLAYED.formatted(ID, 2, true));

        // When
        Result text = run("dead-letters", "replay", ID, "--force");
        Result json = run("dead-letters", "replay", ID, "--force", "-o", "json");

        // Then
        assertThat(text.out()).contains("again: this is replay 2");
        assertThat(json.json().path("again").asBoolean()).isTrue();
        assertThat(ConsoleClient.json()
                        .readTree(server.lastRequest().body())
                        .path("force")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"401, 5", "404, 4", "409, 5", "400, 2", "500, 6"})
    void shouldEndAsTheServerAnswers(int status, int code) {
        // Given
        server.answer(REPLAY, status, "{\"code\":\"x\",\"message\":\"said by the server\"}");

        // When
        Result result = run("dead-letters", "replay", ID);

        // Then
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).startsWith("said by the server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead-letters",
                "dead-letters nonsense",
                "dead-letters show",
                "dead-letters replay",
                "dead-letters list --limit many"
            })
    void shouldRefuseWrongCommandLines(String line) {
        // When
        Result result = run(line.split(" "));

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "replay"})
    void shouldHelpWithEachPart(String command) {
        // When
        Result result = run("dead-letters", command, "--help");

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("Usage: gennaker dead-letters " + command)
                .contains("--output=FORMAT");
    }

    private static String line(String more) {
        return LINE.replace("MORE", more);
    }

    private static String letter(String value) {
        return LETTER.replace("VALUE", value);
    }
}
