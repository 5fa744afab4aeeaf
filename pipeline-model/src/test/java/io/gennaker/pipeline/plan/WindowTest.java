package io.gennaker.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Berlin: clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25; both are Sundays.
class WindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            DAYS,    FROM,  TO,    READY (UTC),          BEGINS (UTC)
            MON FRI, 09:00, 17:00, 2026-01-05T07:59:59Z, 2026-01-05T08:00:00Z
            MON FRI, 09:00, 17:00, 2026-01-05T08:00:00Z, 2026-01-05T08:00:00Z
            MON FRI, 09:00, 17:00, 2026-01-05T15:59:59Z, 2026-01-05T15:59:59Z
            MON FRI, 09:00, 17:00, 2026-01-05T16:00:00Z, 2026-01-09T08:00:00Z
            MON FRI, 09:00, 17:00, 2026-01-09T16:00:00Z, 2026-01-12T08:00:00Z
            FRI,     22:00, 02:00, 2026-01-10T00:30:00Z, 2026-01-10T00:30:00Z
            FRI,     22:00, 02:00, 2026-01-10T01:00:00Z, 2026-01-16T21:00:00Z
            SUN,     00:00, 00:00, 2026-01-03T12:00:00Z, 2026-01-03T23:00:00Z
            SUN,     00:00, 00:00, 2026-01-04T22:59:59Z, 2026-01-04T22:59:59Z
            SUN,     00:00, 00:00, 2026-01-04T23:00:00Z, 2026-01-10T23:00:00Z
            SUN,     01:00, 09:00, 2026-03-28T12:00:00Z, 2026-03-29T00:00:00Z
            SUN,     02:30, 09:00, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z
            SUN,     02:10, 02:50, 2026-03-28T12:00:00Z, 2026-04-05T00:10:00Z
            SUN,     01:00, 02:30, 2026-03-29T00:59:59Z, 2026-03-29T00:59:59Z
            SUN,     01:00, 02:30, 2026-03-29T01:00:00Z, 2026-04-04T23:00:00Z
            SUN,     02:30, 02:45, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z
            SUN,     02:30, 02:45, 2026-10-25T01:44:59Z, 2026-10-25T01:44:59Z
            SUN,     02:30, 02:45, 2026-10-25T01:45:00Z, 2026-11-01T01:30:00Z
            """)
    void shouldBeginWhenTheWindowIsOpenOnTheClocksOfItsZone(
            String days, LocalTime from, LocalTime to, Instant ready, Instant begins) {
        // Given
        var open = Arrays.stream(days.split(" ")).map(WindowTest::day).toList();

        // When
        Instant earliest = new Window(open, from, to, BERLIN).earliest(ready);

        // Then
        assertThat(earliest).isEqualTo(begins);
    }

    @Test
    void shouldAlwaysBeginInsideAndNeverEarlier() {
        // Given
        var window = new Window(
                List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), LocalTime.of(1, 30), LocalTime.of(3, 30), BERLIN);
        Instant ready = Instant.parse("2026-01-01T00:00:00Z");

        for (int i = 0; i < 24 * 365; i++) {
            // When
            Instant begins = window.earliest(ready);

            // Then
            LocalDateTime shown = LocalDateTime.ofInstant(begins, BERLIN);
            assertThat(begins).isAfterOrEqualTo(ready);
            assertThat(window.days()).contains(shown.getDayOfWeek());
            assertThat(shown.toLocalTime()).isBetween(LocalTime.of(1, 30), LocalTime.of(3, 29, 59));
            assertThat(window.earliest(begins)).isEqualTo(begins);
            assertThat(window.closing(begins))
                    .hasValueSatisfying(end -> assertThat(end).isAfter(begins));
            assertThat(window.closing(ready).isPresent()).isEqualTo(begins.equals(ready));
            ready = ready.plusSeconds(3_599);
        }
    }

    private static DayOfWeek day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(word))
                .findFirst()
                .orElseThrow();
    }
}
