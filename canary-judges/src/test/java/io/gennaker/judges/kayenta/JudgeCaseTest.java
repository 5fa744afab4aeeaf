package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

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
        assertThatThrownBy(() -> new JudgeCase(CaseMode.KAYENTA).judge(input))
                .hasMessageStartingWith("scoreThresholds: found")
                .hasMessageEndingWith("must be a JSON object");
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
