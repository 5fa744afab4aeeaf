package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.Direction;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.Outliers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryConfigReaderTest {

    @Test
    void shouldReadTheSettingsOfAMetric() throws JsonProcessingException {
        // When
        var config = read(UnknownSettings.REFUSE, """
                {"direction": "decrease", "critical": true, "outliers": {"strategy": "remove", "outlierFactor": 2},
                 "effectSize": {"measure": "cles", "allowedDecrease": 0.3}}
                """);

        // Then
        var metric = config.metric("m").orElseThrow();
        assertThat(metric.direction()).isEqualTo(Direction.DECREASE);
        assertThat(metric.critical()).isTrue();
        assertThat(metric.outliers()).isEqualTo(new Outliers.Remove(2));
        assertThat(metric.effectSize()).isEqualTo(new EffectSize(EffectSize.Measure.CLES, 0.5, 0.3, 0.5, 0.5));
        assertThat(config.groupWeights()).containsEntry("g", 60.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'direction':'up'}; direction: found 'up', must be one of [decrease, either, increase]",
                "{'nanStrategy':'zero'}; nanStrategy: found 'zero', must be one of [remove, replace]",
                "{'outliers':{'strategy':'drop'}}; outliers.strategy: found 'drop', must be one of [keep, remove]",
                "{'effectSize':{'measure':'cohen'}}; measure: found 'cohen', must be one of [cles, meanRatio]",
                "{'effectSize':{'allowedIncrease':null}}; allowedIncrease: found null, must be a number or absent",
                "{'critcal':true}; found 'critcal', must be one of [critical, direction,",
                "{'critical':'true'}; critical: found \"true\", must be true or false",
            })
    void shouldRefuseWhatItDoesNotKnow(String canary, String message) {
        assertThatThrownBy(() -> read(UnknownSettings.REFUSE, canary.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("canaryConfig.metrics[0].analysisConfigurations.canary")
                .hasMessageContaining(message);
    }

    @Test
    void shouldTakeTheDefaultForUnknownSettingsWhenReadingAsKayenta() throws JsonProcessingException {
        // When
        var config = read(UnknownSettings.MEAN_DEFAULT, """
                {"direction": "up", "outliers": {"strategy": "drop"}, "effectSize": {"allowedIncrease": null}}
                """);

        // Then
        var metric = config.metric("m").orElseThrow();
        assertThat(metric.direction()).isEqualTo(Direction.EITHER);
        assertThat(metric.outliers()).isEqualTo(new Outliers.Keep());
        assertThat(metric.effectSize().allowedIncrease()).isZero();
    }

    private static CanaryConfig read(UnknownSettings unknown, String canary) throws JsonProcessingException {
        return new CanaryConfigReader(unknown).read(new ObjectMapper().readTree("""
                {"metrics": [{"name": "m", "groups": ["g"], "analysisConfigurations": {"canary": %s}}],
                 "classifier": {"groupWeights": {"g": 60}}}
                """.formatted(canary)));
    }
}
