package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.judges.kayenta.WatchedCase.By;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedCaseTest {

    private static final int VALUES = 60;

    @Test
    void shouldFindAShiftSequentially() throws JsonProcessingException {
        // When
        var result = new WatchedCase(By.SEQUENTIAL).judge(input("", index -> 20 + index % 3));

        // Then
        assertThat(result.path("judgeName").asText()).isEqualTo("sequential");
        assertThat(result.at("/results/0/classification").asText()).isEqualTo("High");
        assertThat(result.path("verdict").asText()).isEqualTo("Fail");
    }

    @ParameterizedTest
    @CsvSource({"inconclusive, Inconclusive", "pass, Pass"})
    void shouldSayInconclusiveOfSidesThatAreAlikeUnlessToldOtherwise(String atHorizon, String verdict)
            throws JsonProcessingException {
        // Given
        var terms = ",\"sequential\":{\"atHorizon\":\"%s\"}".formatted(atHorizon);

        // When
        var result = new WatchedCase(By.SEQUENTIAL).judge(input(terms, index -> 10 + (index + index / 3) % 3));

        // Then
        assertThat(result.path("verdict").asText()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"inconclusive, 60, Inconclusive", "pass, 60, Pass", "pass, 61, Inconclusive"})
    void shouldTakeEqualValuesForSeen(String atHorizon, int minimumSamples, String verdict)
            throws JsonProcessingException {
        // Given
        var terms = ",\"sequential\":{\"atHorizon\":\"%s\",\"minimumSamples\":%d}".formatted(atHorizon, minimumSamples);

        // When
        var result = new WatchedCase(By.SEQUENTIAL).judge(input(terms, index -> 10 + index % 3));

        // Then
        assertThat(result.at("/results/0/classification").asText()).isNotEqualTo("Nodata");
        assertThat(result.path("verdict").asText()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"failure\":{\"above\":15}} | Fail",
                "{\"failure\":{\"above\":30}} | Pass",
                "{\"failure\":{\"above\":15},\"failureBudget\":100} | Inconclusive",
                "{\"success\":{\"below\":15},\"failure\":{\"above\":30}} | Inconclusive"
            })
    void shouldHoldTheCanaryToItsLimits(String limits, String verdict) throws JsonProcessingException {
        // When
        var result = new WatchedCase(By.THRESHOLD)
                .judge(input(",\"limits\":{\"m\":" + limits + "}", index -> 20 + index % 3));

        // Then
        assertThat(result.path("judgeName").asText()).isEqualTo("threshold");
        assertThat(result.path("verdict").asText()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SEQUENTIAL | ,\"sequential\":{\"alpa\":0.1} | case.sequential: found 'alpa', must be one of [alpha, atHorizon, margins, minimumSamples]",
                "SEQUENTIAL | ,\"sequential\":{\"atHorizon\":\"fail\"} | case.sequential.atHorizon: found 'fail', must be one of [inconclusive, pass]",
                "SEQUENTIAL | ,\"sequential\":{\"alpha\":2.0} | alpha: found 2.0, must be above 0 and at most 0.5",
                "SEQUENTIAL | ,\"sequential\":{\"margins\":{\"n\":1}} | case.sequential.margins: found 'n', must be one of [m]",
                "THRESHOLD | ,\"limits\":{\"m\":{\"failure\":{\"above\":1}},\"n\":{}} | case.limits: found 'n', must be one of [m]",
                "THRESHOLD | '' | case.limits: found none of metric 'm', must be there",
                "THRESHOLD | ,\"limits\":{\"m\":{}} | limits: found neither success nor failure, must have one",
                "THRESHOLD | ,\"limits\":{\"m\":{\"failure\":{\"above\":1},\"failureBudget\":-1}} | case.limits.m.failureBudget: found -1.0, must be a whole number from 0 to 100000"
            })
    void shouldRefuseSettingsThatItDoesNotKnow(By by, String more, String message) {
        assertThatThrownBy(() -> new WatchedCase(by).judge(input(more, index -> index)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static JsonNode input(String more, IntUnaryOperator canary) throws JsonProcessingException {
        return new ObjectMapper().readTree("""
                {"canaryConfig": {"metrics": [{"name": "m", "groups": ["g"]}]},
                 "scoreThresholds": {"pass": 95, "marginal": 75},
                 "metricSetPairs": [{"name": "m", "id": "1", "values": {"control": [%s], "experiment": [%s]}}]%s}
                """.formatted(values(index -> 10 + index % 3), values(canary), more));
    }

    private static String values(IntUnaryOperator value) {
        return IntStream.range(0, VALUES).map(value).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
