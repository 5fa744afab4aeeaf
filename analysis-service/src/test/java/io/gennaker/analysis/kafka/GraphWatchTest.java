package io.gennaker.analysis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.GraphCommand;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GraphWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:40Z");

    @Test
    void shouldBeTheSameOperationHoweverManyLookAtOnce() {
        // When
        var one = GraphWatch.of(new GraphCommand.Watch("production", "shop", NOW.plusSeconds(10)), NOW);
        var other =
                GraphWatch.of(new GraphCommand.Watch("production", "shop", NOW.plusSeconds(45)), NOW.plusSeconds(5));

        // Then
        assertThat(one).extracting(GraphWatch::id).containsExactly("graph/production/shop/1795694400");
        assertThat(other)
                .extracting(GraphWatch::id)
                .containsExactly("graph/production/shop/1795694400", "graph/production/shop/1795694460");
    }

    @Test
    void shouldCutWhatIsAskedForTooLong() {
        assertThat(GraphWatch.of(new GraphCommand.Watch("production", "shop", NOW.plusSeconds(86_400)), NOW))
                .hasSize(3);
    }

    @Test
    void shouldReadWhatItWrote() {
        // Given
        var watch = new GraphWatch("production", "shop", NOW, NOW.plusSeconds(60));

        // Then
        assertThat(GraphWatch.parse(watch.format())).isEqualTo(watch);
    }
}
