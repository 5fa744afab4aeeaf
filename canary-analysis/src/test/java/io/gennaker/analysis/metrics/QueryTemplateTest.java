package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTemplateTest {

    private static final QueryScope SCOPE = new QueryScope("production", "acme", "shop", Duration.ofMinutes(1));

    @Test
    void shouldFillAllPlaceholders() {
        // Given
        var template = new QueryTemplate(
                "sum(rate(m{w=\"${workload}\",n=\"${namespace}\",c=\"${cluster}\"}[${window}])) / $x");

        // When
        var query = template.fill(SCOPE);

        // Then
        assertThat(query).isEqualTo("sum(rate(m{w=\"shop\",n=\"acme\",c=\"production\"}[60s])) / $x");
    }

    @Test
    void shouldNotLetAValueLeaveItsQuotes() {
        // Given
        var scope = new QueryScope("c", "n", "a\"} or vector(1) #\\", Duration.ofMillis(1500));

        // When
        var query = new QueryTemplate("m{w=\"${workload}\"}[${window}]").fill(scope);

        // Then
        assertThat(query).isEqualTo("m{w=\"a\\\"} or vector(1) #\\\\\"}[1500ms]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m{w=\"${scope}\"}", "m[${}]", "m[${window]", "m[${Window}]"})
    void shouldRefuseAPlaceholderThatIsNotKnown(String text) {
        assertThatThrownBy(() -> new QueryTemplate(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found placeholder '${")
                .hasMessageEndingWith(
                        "must be one of [${workload}, ${namespace}, ${cluster}, ${window}, ${windowSeconds}]");
    }

    @Test
    void shouldRefuseAQueryWithoutText() {
        assertThatThrownBy(() -> new QueryTemplate("  ")).hasMessage("query: found 0 characters, must be 1 to 10000");
    }
}
