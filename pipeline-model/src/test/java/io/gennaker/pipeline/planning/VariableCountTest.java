package io.gennaker.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Value;
import org.junit.jupiter.api.Test;

class VariableCountTest {
    private static final Value LONG = new Value.Text("x".repeat(1_000_000));

    private final VariableCount count = new VariableCount();

    @Test
    void shouldKeepItsBoundHoweverManyStagesAskForMore() {
        // When
        int kept = 0;
        for (int stage = 0; stage < 3_000; stage++) {
            kept += adds() ? 1 : 0;
        }

        // Then
        assertThat(kept).isEqualTo(16);
    }

    private boolean adds() {
        try {
            count.add("text", LONG);
            return true;
        } catch (EvaluationFailed tooMuch) {
            return false;
        }
    }
}
