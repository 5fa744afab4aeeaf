package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WaveTest {
    private static Map<String, Boolean> pipelines(int count) {
        var pipelines = new TreeMap<String, Boolean>();
        IntStream.range(0, count).forEach(i -> pipelines.put("service-" + i, false));
        return pipelines;
    }

    @Test
    void shouldGrowFromWaveToWave() {
        // Given
        Map<String, Boolean> pipelines = pipelines(25);

        // When
        var first = new Wave(10, List.of()).choose(pipelines);
        first.forEach(name -> pipelines.put(name, true));
        var second = new Wave(50, List.of()).choose(pipelines);
        second.forEach(name -> pipelines.put(name, true));
        var last = new Wave(100, List.of()).choose(pipelines);

        // Then
        assertThat(first).hasSize(3);
        assertThat(second).hasSize(10).doesNotContainAnyElementsOf(first);
        assertThat(last).hasSize(12);
    }

    @Test
    void shouldTakeTheSamePipelinesEveryTime() {
        assertThat(new Wave(20, List.of()).choose(pipelines(50)))
                .isEqualTo(new Wave(20, List.of()).choose(new TreeMap<>(pipelines(50))))
                .isSubsetOf(new Wave(60, List.of()).choose(pipelines(50)));
    }

    @Test
    void shouldTakeThoseThatAreNamed() {
        // When
        var named = new Wave(0, List.of("service-1?", "*-3")).choose(pipelines(20));

        // Then
        assertThat(named).hasSize(11).contains("service-3", "service-10").doesNotContain("service-1");
    }

    @Test
    @Timeout(60)
    void shouldNotTryAllWaysToReadAPattern() {
        // Given
        String pattern = "*s".repeat(30) + "x";
        String name = "s".repeat(60);

        // When
        var named = new Wave(0, List.of(pattern)).choose(Map.of(name, false));

        // Then
        assertThat(named).isEmpty();
    }

    @Test
    void shouldCountThoseThatAreNamedInThePercentage() {
        // When
        var chosen = new Wave(20, List.of("service-1", "service-2")).choose(pipelines(10));

        // Then
        assertThat(new TreeSet<>(chosen)).containsExactly("service-1", "service-2");
    }

    @Test
    void shouldTakeNobodyTwice() {
        // Given
        var pipelines = pipelines(4);
        pipelines.replaceAll((_, _) -> true);

        // Then
        assertThat(new Wave(100, List.of("*")).choose(pipelines)).isEmpty();
    }
}
