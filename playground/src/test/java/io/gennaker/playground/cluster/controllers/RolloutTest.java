package io.gennaker.playground.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTest {

    @Test
    void shouldSurgeFirstWhenNothingMayBeMissing() {
        // Given
        var rollout = Rollout.of(4, "25%", "0", size("new", 0, 0), List.of(size("old", 4, 4)));

        // When
        var fresh = rollout.freshSize();

        // Then
        assertThat(fresh).isEqualTo(1);
        assertThat(rollout.oldSizes()).containsEntry("old", 4);
    }

    @Test
    void shouldGiveUpOneOldPodWhenANewOneIsAvailable() {
        // Given
        var rollout = Rollout.of(4, "25%", "0", size("new", 1, 1), List.of(size("old", 4, 4)));

        // When
        var old = rollout.oldSizes();

        // Then
        assertThat(old).containsEntry("old", 3);
    }

    @Test
    void shouldDropBrokenOldPodsFirstWhenNewOnesAreNotReady() {
        // Given
        var rollout = Rollout.of(4, "25%", "25%", size("new", 0, 0), List.of(size("broken", 2, 0), size("old", 3, 3)));

        // When
        var old = rollout.oldSizes();

        // Then
        assertThat(old).containsEntry("broken", 0).containsEntry("old", 3);
    }

    @Test
    void shouldAllowOneMissingWhenBothRoundToZero() {
        // Given
        var rollout = Rollout.of(1, "0%", "25%", size("new", 0, 0), List.of(size("old", 1, 1)));

        // When
        var minimum = rollout.minimumAvailable();

        // Then
        assertThat(minimum).isZero();
    }

    private static Rollout.Size size(String name, int wanted, int available) {
        return new Rollout.Size(name, wanted, available);
    }
}
