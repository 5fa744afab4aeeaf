package io.gennaker.judges.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.kayenta.reference.KayentaReference;
import io.gennaker.judges.kayenta.reference.RandomCases;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The judge beside a slow one that was written from Kayenta's source, on cases that turn every knob. They must agree
// to
/// the letter: labels, reasons, numbers, the order of what is written. `-Dgennaker.judge.cases=N` tries more.
class KayentaReferenceTest {
    private static final int CASES = Integer.getInteger("gennaker.judge.cases", 1_500);
    private static final long FIRST = Long.getLong("gennaker.judge.first", 0);

    @Test
    void shouldAnswerAsTheReferenceDoesWhateverIsSet() {
        var seen = new TreeMap<String, Integer>();
        for (var seed = FIRST; seed < FIRST + CASES; seed++) {
            // Given
            var input = new RandomCases(seed).next();

            // When
            var found = new JudgeCase(CaseMode.KAYENTA).judge(input);

            // Then
            var expected = new KayentaReference().judge(input);
            assertThat(comparable(found)).as("case %d: %s", seed, input).isEqualTo(comparable(expected));
            count(expected, seen);
        }
        assertThat(seen)
                .containsKeys("Pass", "High", "Low", "Nodata", "NodataFailMetric", "Error", "Marginal", "Fail")
                .containsKeys("java.lang.NullPointerException", "java.lang.ClassCastException")
                .containsKey("java.lang.IllegalArgumentException");
    }

    /// What a JVM says of a null depends on how the class was compiled.
    private static String comparable(JsonNode result) {
        var exception = result.path("exception").asText();
        return exception.equals("java.lang.NullPointerException") ? exception : result.toString();
    }

    private static void count(JsonNode result, Map<String, Integer> seen) {
        result.path("results")
                .forEach(metric -> seen.merge(metric.get("classification").asText(), 1, Integer::sum));
        seen.merge(result.at("/score/classification").asText(), 1, Integer::sum);
        seen.merge(result.path("exception").asText(), 1, Integer::sum);
    }
}
