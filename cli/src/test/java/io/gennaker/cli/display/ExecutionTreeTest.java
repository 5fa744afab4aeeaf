package io.gennaker.cli.display;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTreeTest {
    private static final Map<String, Execution> SAMPLES = Map.of(
            "running", Samples.running(),
            "queued", Samples.queued(),
            "asking", Samples.asking(),
            "succeeded", Samples.succeeded(),
            "taken-back", Samples.takenBack(),
            "job-failed", Samples.jobFailed());

    static Stream<Arguments> pictures() {
        return SAMPLES.keySet().stream()
                .sorted()
                .flatMap(name -> Stream.of(60, 80, 120).map(width -> Arguments.of(name, width)));
    }

    /// With `-Dgennaker.test.golden=write` the pictures are written anew: look at each before it is committed.
    @ParameterizedTest
    @MethodSource("pictures")
    void shouldLookAsTheGoldenPicture(String name, int width) throws IOException {
        // Given
        Execution execution = Objects.requireNonNull(SAMPLES.get(name));

        // When
        List<String> lines = new ExecutionTree(new Style(false), width).render(execution, Samples.now(execution));

        // Then
        String file = "tree-" + name + "-" + width + ".txt";
        if ("write".equals(System.getProperty("gennaker.test.golden"))) {
            Path folder = Path.of("src/test/resources/io/gennaker/cli/display");
            Files.writeString(folder.resolve(file), String.join("\n", lines) + "\n");
            return;
        }
        try (InputStream golden = ExecutionTreeTest.class.getResourceAsStream(file)) {
            assertThat(golden).as("golden picture " + file).isNotNull();
            assertThat(String.join("\n", lines) + "\n").isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void shouldNeverBeWiderThanTheTerminal() {
        for (int width = 40; width <= 200; width++) {
            for (Execution execution : SAMPLES.values()) {
                List<String> lines =
                        new ExecutionTree(new Style(true), width).render(execution, Samples.now(execution));

                int columns = width;
                assertThat(lines)
                        .allMatch(
                                line -> Text.width(line.replaceAll("\u001b\\[[0-9]+m", "")) <= columns,
                                "fits " + columns);
            }
        }
    }

    @Test
    void shouldTellTheSameWithColourAsWithout() {
        for (Execution execution : SAMPLES.values()) {
            List<String> coloured = new ExecutionTree(new Style(true), 100).render(execution, Samples.now(execution));
            List<String> plain = new ExecutionTree(new Style(false), 100).render(execution, Samples.now(execution));

            assertThat(coloured.stream()
                            .map(line -> line.replaceAll("\u001b\\[[0-9]+m", "").stripTrailing()))
                    .containsExactlyElementsOf(
                            plain.stream().map(String::stripTrailing).toList());
            assertThat(String.join("", coloured)).contains("\u001b[");
            assertThat(String.join("", plain)).doesNotContain("\u001b");
        }
    }

    @Test
    void shouldFitAnyHeightWithTheHeadingAndTheEnd() {
        for (Execution execution : SAMPLES.values()) {
            Instant now = Samples.now(execution);
            var tree = new ExecutionTree(new Style(false), 80);
            List<String> all = tree.render(execution, now);

            IntStream.rangeClosed(3, 60).forEach(rows -> {
                List<String> lines = tree.fit(execution, now, rows);
                assertThat(lines).hasSizeLessThanOrEqualTo(rows);
                assertThat(lines.getFirst()).isEqualTo(all.getFirst());
                assertThat(lines.getLast()).isEqualTo(all.getLast());
            });
        }
    }

    @Test
    void shouldFoldWhatIsOverBeforeWhatIsNow() {
        // Given
        Execution execution = Samples.asking();
        var tree = new ExecutionTree(new Style(false), 100);

        // When
        String folded = String.join("\n", tree.fit(execution, Samples.now(execution), 24));

        // Then
        assertThat(folded)
                .contains("8 steps done", "4 steps to come", "● Release shop v2-tgk31c to all?", "waits for an answer")
                .contains("80/10/10", "34/33/33")
                .doesNotContain("start baseline");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void shouldTellTheWholeReasonOfAFailure(int width) {
        // Given
        Execution execution = Samples.takenBack();

        // When
        List<String> lines = new ExecutionTree(new Style(false), width).render(execution, Samples.now(execution));

        // Then
        String flowing = String.join(" ", lines).replaceAll("[│·] ", "").replaceAll("\\s+", " ");
        assertThat(flowing)
                .contains("stage canary failed: "
                        + execution.verdicts().getFirst().reasons().getFirst());
        assertThat(execution.verdicts().getFirst().reasons())
                .allSatisfy(reason -> assertThat(flowing).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void shouldTellTheWholeReasonOfAFailureThatNoVerdictTells(int width) {
        // Given
        Execution execution = Samples.jobFailed();

        // When
        List<String> lines = new ExecutionTree(new Style(false), width).render(execution, Samples.now(execution));

        // Then
        assertThat(String.join(" ", lines).replaceAll("\\s+", " ")).contains(execution.reason());
    }

    @Test
    void shouldShowWhatChangesFieldByField() {
        // Given
        Execution changing = Samples.changing();

        // When
        List<String> lines = new ExecutionTree(new Style(false), 80).render(changing, Samples.now(changing));

        // Then
        assertThat(lines)
                .containsSubsequence(
                        "changes    canary/promote, 1 unchanged",
                        "             ~ Deployment shop",
                        "                 spec.replicas: 2 → 3",
                        "                 and 4 more fields",
                        "             + ConfigMap settings-0123456789");
    }

    @Test
    void shouldNotPassOnWhatMovesTheCursor() {
        // Given
        Execution calm = Samples.running();
        var nasty = new Execution(
                calm.id(),
                calm.pipeline(),
                calm.status(),
                "first\r\nsecond\u001b[2J\u001b]0;title\u0007 \u202e end",
                calm.artifacts(),
                calm.acceptedAt(),
                calm.startedAt(),
                null,
                null,
                calm.stages(),
                calm.trafficSplits(),
                calm.verdicts(),
                calm.judgements(),
                calm.jobLogs(),
                List.of(),
                List.of(),
                Map.of(Samples.ID + "/canary/analyse-10/1", "x\u001b[31mred\nnext"));

        // When
        List<String> lines = new ExecutionTree(new Style(false), 80).render(nasty, Samples.now(nasty));

        // Then
        assertThat(lines).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
        assertThat(String.join("\n", lines))
                .contains("first second [2J ]0;title end")
                .contains("x [31mred next");
    }
}
