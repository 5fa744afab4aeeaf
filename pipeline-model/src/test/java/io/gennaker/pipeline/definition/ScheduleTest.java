package io.gennaker.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<Instant> next(int count, String expression, String after) {
        var schedule = new Schedule(expression, BERLIN);
        var times = new ArrayList<Instant>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = schedule.next(last).orElseThrow();
            times.add(last);
        }
        return times;
    }

    @Test
    void shouldFollowTheClocksOfThePlace() {
        assertThat(next(2, "30 3 * * MON-FRI", "2026-01-02T12:00:00Z"))
                .containsExactly(Instant.parse("2026-01-05T02:30:00Z"), Instant.parse("2026-01-06T02:30:00Z"));
    }

    @Test
    void shouldComeOnceAtTheChangeWhereTheClocksLeaveTheTimeOut() {
        // In Berlin it is 02:00, then 03:00, on 2026-03-29 at 01:00 UTC.
        assertThat(next(3, "30 2 * * *", "2026-03-28T00:00:00Z"))
                .containsExactly(
                        Instant.parse("2026-03-28T01:30:00Z"),
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void shouldComeOnceWhereTheClocksShowTheTimeTwice() {
        // In Berlin it is 02:30 at 00:30 and at 01:30 UTC on 2026-10-25.
        assertThat(next(3, "30 2 * * *", "2026-10-24T00:00:00Z"))
                .containsExactly(
                        Instant.parse("2026-10-24T00:30:00Z"),
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-10-26T01:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"2026-10-24T23:50:00Z", "2026-03-28T23:50:00Z"})
    void shouldGoOnEvenlyThroughAChangeWhereEveryHourIsMeant(String after) {
        // When
        List<Instant> times = next(20, "*/15 * * * *", after);

        // Then
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isEqualTo(Instant.parse(after).plusSeconds(600 + 900L * i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0 10 L * *,     2026-02-01T00:00:00Z, 2026-02-28T09:00:00Z, 2026-03-31T08:00:00Z",
        "0 10 L-3 * *,   2026-02-01T00:00:00Z, 2026-02-25T09:00:00Z, 2026-03-28T09:00:00Z",
        "0 10 LW * *,    2026-01-01T00:00:00Z, 2026-01-30T09:00:00Z, 2026-02-27T09:00:00Z",
        "0 10 15W * *,   2026-01-31T00:00:00Z, 2026-02-16T09:00:00Z, 2026-03-16T09:00:00Z",
        "0 10 1W 8 *,    2026-01-31T00:00:00Z, 2026-08-03T08:00:00Z, 2027-08-02T08:00:00Z",
        "0 10 * * FRIL,  2026-02-01T00:00:00Z, 2026-02-27T09:00:00Z, 2026-03-27T09:00:00Z",
        "0 10 * * MON#2, 2026-02-01T00:00:00Z, 2026-02-09T09:00:00Z, 2026-03-09T09:00:00Z",
        "0 10 * * MON#5, 2026-02-01T00:00:00Z, 2026-03-30T08:00:00Z, 2026-06-29T08:00:00Z",
    })
    void shouldKnowLastDaysNearestWeekdaysAndTheNumberedDaysOfAMonth(
            String expression, String after, String first, String second) {
        assertThat(next(2, expression, after)).containsExactly(Instant.parse(first), Instant.parse(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every day", "61 * * * *", "* * * * * *", "0 0 31 2 *"})
    void shouldRefuseWhatNamesNoTime(String expression) {
        assertThatThrownBy(() -> new Schedule(expression, BERLIN)).isInstanceOf(IllegalArgumentException.class);
    }
}
