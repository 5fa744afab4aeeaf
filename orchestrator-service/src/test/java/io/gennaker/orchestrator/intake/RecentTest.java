package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<String, Integer> recent = new Recent<>(100);

    @Test
    void shouldDropTheValueUsedLeastRecentlyWhenThereIsNoRoom() {
        // Given
        recent.put("one", 1, 40);
        recent.put("two", 2, 40);
        recent.get("one");

        // When
        recent.put("three", 3, 40);

        // Then
        assertThat(recent.get("two")).isEmpty();
        assertThat(recent.get("one")).contains(1);
        assertThat(recent.get("three")).contains(3);
    }

    @Test
    void shouldKeepAValueAloneWhenItIsHeavierThanAllRoom() {
        // Given
        recent.put("one", 1, 40);

        // When
        recent.put("two", 2, 400);

        // Then
        assertThat(recent.get("one")).isEmpty();
        assertThat(recent.get("two")).contains(2);
    }

    @Test
    void shouldWeighAValueOnceWhenItIsPutAgain() {
        // Given
        recent.put("one", 1, 60);

        // When
        recent.put("one", 1, 60);
        recent.put("two", 2, 40);

        // Then
        assertThat(recent.get("one")).contains(1);
    }
}
