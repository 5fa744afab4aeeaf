package io.gennaker.deployer.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseCapacityTest {
    /// Needed and ready pods; shares of release, baseline and canary now; the share of release that follows from
    /// wanting everything back.
    @ParameterizedTest
    @CsvSource({
        "10, 10, 34, 33, 33, 100/0/0",
        "10, 5, 34, 33, 33, 50/25/25",
        "10, 1, 34, 33, 33, 34/33/33",
        "10, 0, 0, 0, 100, 0/0/100",
        "10, 9, 0, 0, 100, 90/0/10",
        "0, 1, 34, 33, 33, 100/0/0",
        "10, 5, 100, 0, 0, 100/0/0",
    })
    void shouldLeaveTheRestWhereItIs(int needed, int ready, int release, int baseline, int canary, String expected) {
        var current = Map.of(Track.RELEASE, release, Track.BASELINE, baseline, Track.CANARY, canary);

        assertThat(new ReleaseCapacity(needed, ready).bound(TrafficSplit.ALL_RELEASE, current))
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"10, 100, 10", "10, 34, 4", "3, 50, 2", "0, 100, 1", "10, 0, 1"})
    void shouldNeedPodsForItsShare(int all, int percent, int expected) {
        assertThat(ReleaseCapacity.pods(all, percent)).isEqualTo(expected);
    }
}
