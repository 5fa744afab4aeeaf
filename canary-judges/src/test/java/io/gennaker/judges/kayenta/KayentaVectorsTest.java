package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.Classification;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.MannWhitneyJudge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What Kayenta's own judge answered on 515 inputs, case by case.
class KayentaVectorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENOUGH = 1_000_000;

    static Stream<Arguments.ArgumentSet> cases() throws IOException {
        var file = Objects.requireNonNull(KayentaVectorsTest.class.getResourceAsStream("/judge-vectors.jsonl.gz"));
        try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .map(KayentaVectorsTest::parsed)
                    .map(vector -> Arguments.argumentSet(
                            vector.get("id").asText() + " " + vector.get("note").asText(), vector))
                    .toList()
                    .stream();
        }
    }

    static Stream<Arguments.ArgumentSet> judgedCases() throws IOException {
        return cases().filter(one -> ((JsonNode) one.get()[0]).has("diagnostics"));
    }

    @Test
    void shouldReadAllCases() throws IOException {
        assertThat(cases()).hasSize(515);
    }

    /// To the letter, the order of fields and groups and the form of numbers included. Where the original adds noise,
    /// these are its answers with the seed that is used here too.
    @ParameterizedTest
    @MethodSource("cases")
    void shouldWriteWhatKayentaWrote(JsonNode vector) {
        // When
        var written = new JudgeCase(CaseMode.KAYENTA).judge(vector);

        // Then
        assertThat(written.toString()).isEqualTo(vector.get("expected").toString());
    }

    @ParameterizedTest
    @MethodSource("judgedCases")
    void shouldFindTheNumbersThatKayentaFound(JsonNode vector) {
        // When
        var result = judged(vector);

        // Then
        for (var index = 0; index < result.metrics().size(); index++) {
            assertNumbers(
                    result.metrics().get(index).classification(),
                    vector.get("diagnostics").get(index));
        }
    }

    private static CanaryResult judged(JsonNode vector) {
        var config = new CanaryConfigReader(UnknownSettings.MEAN_DEFAULT)
                .read(vector.get("canaryConfig"), vector.get("metricSetPairs"));
        var thresholds = CanaryConfigReader.thresholds(vector.get("scoreThresholds"));
        var pairs = MetricPairReader.read(vector.get("metricSetPairs"), ENOUGH);
        return new MannWhitneyJudge(JudgePolicy.likeKayenta()).judge(config, thresholds, pairs);
    }

    private static void assertNumbers(Classification classification, JsonNode diagnostics) {
        var comparison = classification.comparison();
        assertThat(comparison != null).isEqualTo(diagnostics.has("ciLower"));
        if (comparison != null) {
            assertSame(comparison.lower(), diagnostics.get("ciLower"));
            assertSame(comparison.upper(), diagnostics.get("ciUpper"));
            assertSame(comparison.estimate(), diagnostics.get("estimate"));
            assertSame(comparison.tolerance(), diagnostics.get("bound"));
            assertSame(comparison.effect(), diagnostics.get("effectSize"));
        }
    }

    private static void assertSame(double found, JsonNode expected) {
        assertThat(found).isEqualTo(Double.valueOf(expected.asText()));
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(line, malformed);
        }
    }
}
