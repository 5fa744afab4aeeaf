package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Digest;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.pipeline.plan.Plan;
import org.junit.jupiter.api.Test;

class RecentPlansTest {
    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");
    private static final Digest THREE = Digest.of("three");
    private static final Plan PLAN = Plans.of();

    @Test
    void shouldDropThePlanUsedLeastRecentlyWhenThereIsNoRoom() {
        // Given
        var recent = new RecentPlans(100);
        recent.put(ONE, PLAN, 40);
        recent.put(TWO, PLAN, 40);
        recent.get(ONE);

        // When
        recent.put(THREE, PLAN, 40);

        // Then
        assertThat(recent.get(TWO)).isEmpty();
        assertThat(recent.get(ONE)).contains(PLAN);
        assertThat(recent.get(THREE)).contains(PLAN);
    }

    @Test
    void shouldKeepAPlanAloneWhenItIsLargerThanAllRoom() {
        // Given
        var recent = new RecentPlans(100);
        recent.put(ONE, PLAN, 40);

        // When
        recent.put(TWO, PLAN, 400);

        // Then
        assertThat(recent.get(ONE)).isEmpty();
        assertThat(recent.get(TWO)).contains(PLAN);
    }

    @Test
    void shouldCountAPlanOnceWhenItIsPutAgain() {
        // Given
        var recent = new RecentPlans(100);
        recent.put(ONE, PLAN, 60);

        // When
        recent.put(ONE, PLAN, 60);
        recent.put(TWO, PLAN, 40);

        // Then
        assertThat(recent.get(ONE)).contains(PLAN);
    }
}
