package io.gennaker.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartersTest {
    @Test
    void shouldReadEverybodyWhomItHasWritten() {
        // Given
        var names = List.of("ann", "CN=eve,OU=shop", "dana");

        // When
        var attributes = Starters.attributes(names);

        // Then
        assertThat(attributes).containsEntry("startedBy", "ann");
        assertThat(Starters.of(attributes)).isEqualTo(names);
    }

    @Test
    void shouldWriteNothingWhereNobodyStartedIt() {
        // When
        var attributes = Starters.attributes(List.of());

        // Then
        assertThat(attributes).isEmpty();
        assertThat(Starters.of(attributes)).isEmpty();
    }

    @Test
    void shouldNameNobodyTwiceAndNoBlank() {
        // When
        var names = Starters.of(Map.of("startedBy", " ", "startedByOthers", "ann\n\neve\nann"));

        // Then
        assertThat(names).containsExactly("ann", "eve");
    }
}
