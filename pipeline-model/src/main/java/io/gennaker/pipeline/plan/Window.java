package io.gennaker.pipeline.plan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Hours of a week in which something may begin.
///
/// Where clocks are set forward, a window that would open or close in the hour that is left out does so at the
/// moment of the change; one that lies in that hour altogether does not open that day. Where they are set back, a
/// window lasts from the first time that its beginning is shown to the last time that its end is.
///
/// @param days on which it opens; at least one
/// @param from opens, on the zone's clocks
/// @param to closes; at or before `from` means on the next day
public record Window(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    /// Clocks are changed by an hour or two: a window that does not open because of it opens a week later.
    private static final int DAYS_AHEAD = 15;

    public Window {
        days = days.stream().distinct().sorted().toList();
        if (days.isEmpty()) {
            throw new IllegalArgumentException("days are empty; allowed are mon to sun, at least one");
        }
    }

    /// When something may begin that is ready at a time: then, when the window is open, else when it opens next.
    ///
    /// @throws IllegalStateException when it never opens
    public Instant earliest(Instant ready) {
        LocalDate today = ready.atZone(zone).toLocalDate();
        for (LocalDate day = today.minusDays(1); day.isBefore(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
            Optional<Instant> found = earliest(ready, day);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("the window " + this + " does not open in " + DAYS_AHEAD + " days");
    }

    /// When the window closes that is open at a time; empty when it is closed then.
    public Optional<Instant> closing(Instant at) {
        LocalDate today = at.atZone(zone).toLocalDate();
        return Stream.of(today.minusDays(1), today)
                .flatMap(day -> hours(day).stream())
                .filter(hours -> !at.isBefore(hours.opens()) && at.isBefore(hours.closes()))
                .map(Hours::closes)
                .max(Instant::compareTo);
    }

    private Optional<Instant> earliest(Instant ready, LocalDate day) {
        return hours(day)
                .filter(hours -> ready.isBefore(hours.closes()))
                .map(hours -> ready.isBefore(hours.opens()) ? hours.opens() : ready);
    }

    /// The hours that begin on a day; empty when it does not open that day.
    private Optional<Hours> hours(LocalDate day) {
        if (!days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        var hours = new Hours(first(day.atTime(from)), last((to.isAfter(from) ? day : day.plusDays(1)).atTime(to)));
        return hours.opens().isBefore(hours.closes()) ? Optional.of(hours) : Optional.empty();
    }

    private record Hours(Instant opens, Instant closes) {}

    private Instant first(LocalDateTime time) {
        return at(time, ZoneOffsetTransition::getOffsetBefore);
    }

    private Instant last(LocalDateTime time) {
        return at(time, ZoneOffsetTransition::getOffsetAfter);
    }

    private Instant at(LocalDateTime time, Function<ZoneOffsetTransition, ZoneOffset> whenTwice) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        if (change == null) {
            return time.atZone(zone).toInstant();
        }
        return change.isGap() ? change.getInstant() : time.toInstant(whenTwice.apply(change));
    }

    /// For people: `mon, tue 09:00-17:00 Europe/Berlin`.
    @Override
    public String toString() {
        String open = days.size() == DayOfWeek.values().length
                ? "daily"
                : String.join(", ", days.stream().map(Window::word).toList());
        return open + " " + from + "-" + to + " " + zone;
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
