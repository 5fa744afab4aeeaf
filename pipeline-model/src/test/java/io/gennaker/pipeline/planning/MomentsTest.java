package io.gennaker.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.plan.DeferredWork;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
    private static final DeferredWork.WaitUntil HALF_PAST_TWO =
            new DeferredWork.WaitUntil(null, LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));

    /// On that night the clocks are set back at 01:00 UTC: they show 02:00 to 03:00 twice.
    @ParameterizedTest
    @CsvSource({
        "2026-10-25T00:15:00Z, 2026-10-25T00:30:00Z",
        "2026-10-25T00:30:00Z, 2026-10-25T00:30:00Z",
        "2026-10-25T00:45:00Z, 2026-10-25T01:30:00Z",
        "2026-10-25T01:45:00Z, 2026-10-26T01:30:00Z",
    })
    void shouldBeTheNextTimeThatTheClocksShowAlsoWhereTheyShowItTwice(Instant now, Instant moment) throws Unplannable {
        assertThat(Moments.of(HALF_PAST_TWO, new Bindings(Map.of()), now)).isEqualTo(moment);
    }
}
