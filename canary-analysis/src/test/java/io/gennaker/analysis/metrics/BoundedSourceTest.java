package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A thousand analyses at once.
class BoundedSourceTest {

    private static final int ANALYSES = 1000;
    private static final int QUERIES = 20;

    @Test
    void shouldAskNoMoreThanSoManyQuestionsAtOnceAndLetEveryoneHaveATurn() {
        // Given
        var counting = new CountingSource();
        var source = new BoundedSource(counting, 8);

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var analysis = 0; analysis < ANALYSES; analysis++) {
                var name = "analysis-" + analysis;
                var asked = source.askedBy(name);
                threads.submit(() -> {
                    for (var query = 0; query < QUERIES; query++) {
                        asked.instant(name, Instant.EPOCH);
                    }
                    return name;
                });
            }
        }

        // Then
        assertThat(counting.most.get()).isBetween(1, 8);
        assertThat(counting.asked)
                .hasSize(ANALYSES)
                .allSatisfy((_, times) -> assertThat(times.get()).isEqualTo(QUERIES));
    }

    private static final class CountingSource implements MetricSource {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final ConcurrentHashMap<String, AtomicInteger> asked = new ConcurrentHashMap<>();

        @Override
        public List<Series> range(String query, SampleGrid grid) {
            return instant(query, grid.first());
        }

        @Override
        public List<Series> instant(String query, Instant at) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            asked.computeIfAbsent(query, _ -> new AtomicInteger()).incrementAndGet();
            Thread.yield();
            now.decrementAndGet();
            return List.of();
        }
    }
}
