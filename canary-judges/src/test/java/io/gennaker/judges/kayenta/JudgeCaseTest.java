package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeCaseTest {

    @Test
    void shouldReadThresholdsAndWeightsWrittenAsText() throws JsonProcessingException {
        // Given
        var input = input("\"60\"", "{\"pass\": \"50\", \"marginal\": \"95\"}");

        // When
        var result = new JudgeCase(CaseMode.KAYENTA).judge(input);

        // Then: the pass threshold is looked at first, whatever the other
        assertThat(result.at("/score/score").asDouble()).isEqualTo(60.0);
        assertThat(result.at("/score/classification").asText()).isEqualTo("Pass");
    }

    @Test
    void shouldTakeTheConfigurationsThresholdsWhenTheCallHasNone() throws JsonProcessingException {
        // When
        var result = new JudgeCase(CaseMode.KAYENTA).judge(input("100", "{\"pass\": null, \"marginal\": null}"));

        // Then
        assertThat(result.at("/score/classification").asText()).isEqualTo("Pass");
    }

    @Test
    void shouldRefuseThresholdsInTheWrongOrderWhenStrict() throws JsonProcessingException {
        // Given
        var input = input("100", "{\"pass\": 50, \"marginal\": 95}");

        // When / Then
        assertThatThrownBy(() -> new JudgeCase(CaseMode.STRICT).judge(input))
                .hasMessage(
                        "score thresholds: found marginal 95.0 and pass 50.0, must be 0 <= marginal <= pass <= 100");
    }

    @Test
    void shouldSayWhatIsMissing() throws JsonProcessingException {
        // Given
        var input = new ObjectMapper().readTree("{\"metricSetPairs\": []}");

        // When / Then
        assertThatThrownBy(() -> new JudgeCase(CaseMode.STRICT).judge(input))
                .hasMessageStartingWith("scoreThresholds: found")
                .hasMessageEndingWith("must be a JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/canaryConfig/metrics/0; name; IllegalArgumentException; Could not find metric config for m",
                "``; scoreThresholds; NullPointerException; Cannot invoke \"com.netflix.kayenta.canary.CanaryClassifierT",
                "/metricSetPairs/0/values; experiment; NullPointerException; metricSetPairs 'm' values.experiment is null",
                "/canaryConfig/metrics/0; groups; NullPointerException; canaryConfig.metrics 'm' groups is null",
                "``; metricSetPairs; NullPointerException; metricSetPairs is null",
            })
    void shouldFailWhereKayentasJudgeDoesWhenSomethingIsNotThere(
            String place, String field, String exception, String message) throws JsonProcessingException {
        // Given
        var input = input("100", "{\"pass\": 95, \"marginal\": 75}");
        ((ObjectNode) input.at("/canaryConfig/classifier")).remove("scoreThresholds");
        ((ObjectNode) input.at(place)).remove(field);

        // When
        var result = new JudgeCase(CaseMode.KAYENTA).judge(input);

        // Then
        assertThat(result.path("exception").asText()).isEqualTo("java.lang." + exception);
        assertThat(result.path("message").asText()).startsWith(message);
    }

    @Test
    void shouldFailAtAnOutlierFactorOfTheWrongTypeThatIsNotUsedAsKayentaDoes() throws JsonProcessingException {
        // Given
        var input = input("100", "{\"pass\": 95, \"marginal\": 75}");
        ((ObjectNode) input.at("/canaryConfig/metrics/0"))
                .putObject("analysisConfigurations")
                .putObject("canary")
                .putObject("outliers")
                .put("outlierFactor", "3");

        // When
        var result = new JudgeCase(CaseMode.KAYENTA).judge(input);

        // Then
        assertThat(result.path("exception").asText()).isEqualTo("java.lang.ClassCastException");
    }

    @Test
    void shouldLookAtTheFirstMetricOfANameAloneAsKayentaDoes() throws JsonProcessingException {
        // Given
        var second = "{\"name\": \"m\", \"analysisConfigurations\": {\"canary\": {\"critical\": \"yes\"}}}";
        var input = new ObjectMapper()
                .readTree(input("100", "{\"pass\": 95, \"marginal\": 75}")
                        .toString()
                        .replace("[\"g\"]}]", "[\"g\"]}, " + second + "]"));

        // When
        var result = new JudgeCase(CaseMode.KAYENTA).judge(input);

        // Then
        assertThat(result.at("/score/classification").asText()).isEqualTo("Pass");
    }

    @Test
    void shouldReadAMissingThresholdAsZeroAsKayentaDoes() throws JsonProcessingException {
        // When
        var result = new JudgeCase(CaseMode.KAYENTA).judge(input("10", "{\"marginal\": 75}"));

        // Then
        assertThat(result.at("/score/classification").asText()).isEqualTo("Pass");
    }

    @Test
    void shouldRefuseAValueThatIsNoNumber() throws JsonProcessingException {
        // Given
        var input = new ObjectMapper()
                .readTree(input("100", "{\"pass\": 95, \"marginal\": 75}")
                        .toString()
                        .replace("[1,2", "[[],2"));

        // When / Then
        assertThatThrownBy(() -> new JudgeCase(CaseMode.KAYENTA).judge(input))
                .hasMessageContaining("values.control: found [], must be a number, null");
    }

    private static JsonNode input(String weight, String thresholds) throws JsonProcessingException {
        return new ObjectMapper().readTree("""
                {"canaryConfig": {"metrics": [{"name": "m", "groups": ["g"]}],
                  "classifier": {"groupWeights": {"g": %s}, "scoreThresholds": {"pass": 90, "marginal": 50}}},
                 "scoreThresholds": %s,
                 "metricSetPairs": [{"name": "m", "id": "1", "tags": {},
                  "values": {"control": [1, 2, 3, 4, 5, 6], "experiment": [1, 2, 3, 4, 5, 6]}}]}
                """.formatted(weight, thresholds));
    }
}
