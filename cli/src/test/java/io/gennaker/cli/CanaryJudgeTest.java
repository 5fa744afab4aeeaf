package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryJudgeTest {
    private static final String GOOD = """
            {"canaryConfig": {"metrics": [{"name": "m", "groups": ["g"]}]}, "scoreThresholds": {"pass": 95, "marginal": 75}, \
            "metricSetPairs": [{"name": "m", "id": "1", "tags": {}, \
            "values": {"control": [1, 2, 3, 4, 5, 6], "experiment": [11, 12, 13, 14, 15, 16]}}]}""";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldJudgeTheOtherLinesWhenOneIsBad() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("cases.jsonl"), GOOD + "\n{oops\n\n" + GOOD + "\n");

        // When
        var code = run("canary", "judge", "--input", file.toString(), "--compat", "kayenta", "-o", "json");

        // Then
        assertThat(code).isEqualTo(ExitCode.INVALID.code());
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        var result = new ObjectMapper().readTree(lines.getFirst());
        assertThat(result.get("judgeName").asText()).isEqualTo("NetflixACAJudge-v1.0");
        assertThat(result.at("/results/0/classificationReason").asText()).isEqualTo("m was classified as High");
        assertThat(lines.get(1)).startsWith("{\"error\":\"found no JSON").endsWith("\"line\":2}");
        assertThat(lines.get(2)).isEqualTo(lines.getFirst());
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("line 2: found no JSON");
    }

    @Test
    void shouldReadAFileFromWindowsAndOneWithoutALastLineEnd() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("cases.jsonl"), "\uFEFF" + GOOD + "\r\n\r\n  \r\n" + GOOD);

        // When
        var code = run("canary", "judge", "--input", file.toString(), "--compat", "kayenta");

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void shouldJudgeByLimits() throws IOException {
        // Given
        var limited = GOOD.replaceFirst("\\{", "{\"limits\": {\"m\": {\"failure\": {\"above\": 15}}}, ");
        var file = Files.writeString(folder.resolve("cases.jsonl"), limited);

        // When
        var code = run("canary", "judge", "--input", file.toString(), "--judge", "threshold");

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"judgeName\":\"threshold\"")
                .contains("\"verdict\":\"Fail\"");
    }

    @Test
    void shouldJudgeStrictlyUnlessToldOtherwise() throws IOException {
        // Given
        var unknown = GOOD.replace(
                "\"groups\"", "\"analysisConfigurations\": {\"canary\": {\"direction\": \"up\"}}, \"groups\"");
        var file = Files.writeString(folder.resolve("cases.jsonl"), unknown + "\n" + GOOD);

        // When
        var code = run("canary", "judge", "--input", file.toString(), "--judge", "mann-whitney");

        // Then
        assertThat(code).isEqualTo(ExitCode.INVALID.code());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("found 'up', must be one of");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"judgeName\":\"mann-whitney\"");
    }

    @Test
    void shouldSayWhenThereIsNoSuchFile() {
        // When
        var code = run("canary", "judge", "--input", folder.resolve("absent").toString());

        // Then
        assertThat(code).isEqualTo(ExitCode.NOT_FOUND.code());
    }

    private int run(String... arguments) {
        return Gennaker.run(
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
