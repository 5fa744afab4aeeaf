package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.Statistics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
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

    @Test
    void shouldReadAllCases() throws IOException {
        assertThat(cases()).hasSize(515);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAnswerAsKayentaDid(JsonNode vector) {
        // Given
        var expected = vector.get("expected");
        if (expected.has("exception")) {
            assertThatThrownBy(() -> judged(vector)).isInstanceOf(IllegalArgumentException.class);
            return;
        }

        // When
        var result = judged(vector);

        // Then
        if (vector.has("stochastic")) {
            assertOneOfTheOutcomes(result, vector.get("stochastic"));
        } else {
            assertExactly(result, expected, vector.get("diagnostics"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldWriteTheResultInKayentasForm(JsonNode vector) {
        // When
        var written = new JudgeCase(CaseMode.KAYENTA).judge(vector);

        // Then
        if (!vector.has("stochastic")) {
            assertSameForm("", written, vector.get("expected"));
        }
    }

    private static void assertSameForm(String place, JsonNode found, JsonNode expected) {
        if (expected.isNumber()) {
            assertClose(found.asDouble(), expected);
        } else if (place.equals("/groupScores")) {
            assertThat(groupScores(found)).isEqualTo(groupScores(expected));
        } else if (expected.isContainerNode()) {
            assertThat(found.size()).as(place).isEqualTo(expected.size());
            expected.properties()
                    .forEach(property -> assertSameForm(
                            place + "/" + property.getKey(), found.path(property.getKey()), property.getValue()));
            for (var index = 0; expected.isArray() && index < expected.size(); index++) {
                assertSameForm(place + "/" + index, found.get(index), expected.get(index));
            }
        } else {
            assertThat(found).as(place).isEqualTo(expected);
        }
    }

    private static CanaryResult judged(JsonNode vector) {
        var config = new CanaryConfigReader(UnknownSettings.MEAN_DEFAULT).read(vector.get("canaryConfig"));
        var thresholds = CanaryConfigReader.thresholds(vector.get("scoreThresholds"));
        var pairs = MetricPairReader.read(vector.get("metricSetPairs"), ENOUGH);
        return new MannWhitneyJudge(JudgePolicy.likeKayenta(new Random(20))).judge(config, thresholds, pairs);
    }

    private static void assertExactly(CanaryResult result, JsonNode expected, JsonNode diagnostics) {
        var expectedResults = expected.get("results");
        assertThat(result.metrics()).hasSize(expectedResults.size());
        for (var index = 0; index < expectedResults.size(); index++) {
            assertMetric(result.metrics().get(index), expectedResults.get(index));
            assertNumbers(result.metrics().get(index), diagnostics.get(index));
        }
        assertThat(groupScores(result)).isEqualTo(groupScores(expected.get("groupScores")));
        var score = expected.get("score");
        assertThat(result.score().value()).isEqualTo(score.get("score").asDouble());
        assertThat(result.score().grade().text())
                .isEqualTo(score.get("classification").asText());
        assertThat(result.score().reason())
                .isEqualTo(score.get("classificationReason").asText());
    }

    private static void assertMetric(MetricJudgement metric, JsonNode expected) {
        var classification = metric.classification();
        assertThat(metric.pair().name()).isEqualTo(expected.get("name").asText());
        assertThat(classification.label().text())
                .isEqualTo(expected.get("classification").asText());
        assertThat(classification.reason())
                .isEqualTo(expected.path("classificationReason").asText(null));
        assertThat(classification.critical()).isEqualTo(expected.get("critical").asBoolean());
        assertThat(metric.metric().muted()).isEqualTo(expected.get("muted").asBoolean());
        assertStatistics(metric.experimentStatistics(), expected.at("/experimentMetadata/stats"));
        assertStatistics(metric.controlStatistics(), expected.at("/controlMetadata/stats"));
        assertOptional(classification.ratio(), expected.at("/resultMetadata/ratio"));
    }

    private static void assertStatistics(Statistics statistics, JsonNode expected) {
        assertThat(statistics.count()).isEqualTo(expected.get("count").asInt());
        assertClose(statistics.min(), expected.get("min"));
        assertClose(statistics.max(), expected.get("max"));
        assertClose(statistics.mean(), expected.get("mean"));
        assertClose(statistics.deviation(), expected.get("std"));
    }

    private static void assertNumbers(MetricJudgement metric, JsonNode diagnostics) {
        var comparison = metric.classification().comparison();
        assertThat(comparison != null).isEqualTo(diagnostics.has("ciLower"));
        if (comparison != null) {
            assertClose(comparison.lower(), diagnostics.get("ciLower"));
            assertClose(comparison.upper(), diagnostics.get("ciUpper"));
            assertClose(comparison.estimate(), diagnostics.get("estimate"));
            assertClose(comparison.tolerance(), diagnostics.get("bound"));
            assertClose(comparison.effect(), diagnostics.get("effectSize"));
        }
    }

    private static void assertOptional(Double found, JsonNode expected) {
        assertThat(found == null).isEqualTo(expected.isMissingNode());
        if (found != null) {
            assertClose(found, expected);
        }
    }

    private static void assertClose(double found, JsonNode expected) {
        var wanted = expected.isTextual() ? Double.parseDouble(expected.asText()) : expected.asDouble();
        if (Double.isFinite(wanted)) {
            assertThat(found).isCloseTo(wanted, within(1e-9 * Math.abs(wanted) + 1e-300));
        } else {
            assertThat(found).isEqualTo(Double.valueOf(wanted));
        }
    }

    private static void assertOneOfTheOutcomes(CanaryResult result, JsonNode stochastic) {
        for (var index = 0; index < result.metrics().size(); index++) {
            var outcome = stochastic.get("metrics").get(index);
            assertThat(outcome.get("classifications")
                            .has(result.metrics().get(index).label().text()))
                    .isTrue();
        }
        assertThat(stochastic.get("scores").fieldNames())
                .toIterable()
                .contains(result.score().value() + " " + result.score().grade().text());
    }

    private static Map<String, Double> groupScores(CanaryResult result) {
        var scores = new HashMap<String, Double>();
        result.groups().forEach(group -> scores.put(group.name(), group.score()));
        return scores;
    }

    private static Map<String, Double> groupScores(JsonNode expected) {
        var scores = new HashMap<String, Double>();
        expected.forEach(group ->
                scores.put(group.get("name").asText(), group.get("score").asDouble()));
        return scores;
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(line, malformed);
        }
    }
}
