package io.gennaker.pipeline.definition;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/// Times by the five fields of cron, on the clocks of a place.
///
/// Where an hour is named, each of its times comes once a day: one that the clocks leave out comes at their change, one
/// that they show twice at its first showing. Where every hour is meant, time goes on evenly.
public record Schedule(String expression, ZoneId zone) {
    /// What a user may write.
    public static final String ALLOWED =
            "five fields of cron: minute, hour, day of month, month, day of week, such as '30 3 * * MON-FRI';"
                    + " of days also L, L-3, 15W, LW, and FRIL, MON#2";

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsLW()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .supportsL()
            .supportsHash()
            .withStrictRange()
            .and()
            .instance());

    /// @throws IllegalArgumentException when the expression cannot be read, or names no time at all
    public Schedule {
        LocalDateTime any = LocalDateTime.of(2024, 1, 1, 0, 0);
        if (nextLocal(times(expression), any).isEmpty()) {
            throw new IllegalArgumentException("'" + expression + "' names no time that ever comes");
        }
    }

    private static ExecutionTime times(String expression) {
        Cron cron = PARSER.parse(expression).validate();
        return ExecutionTime.forCron(cron);
    }

    /// The first time after `instant`; none when no more comes.
    public Optional<Instant> next(Instant instant) {
        ExecutionTime times = times(expression);
        return everyHour() ? nextEvenly(times, instant) : nextOfClock(times, instant);
    }

    private boolean everyHour() {
        return expression.strip().split("\\s+", 3)[1].startsWith("*");
    }

    /// Between two changes of the clocks the offset stays the same.
    private Optional<Instant> nextEvenly(ExecutionTime times, Instant instant) {
        Instant after = instant;
        while (true) {
            ZoneOffset offset = zone.getRules().getOffset(after);
            Optional<Instant> next =
                    nextLocal(times, LocalDateTime.ofInstant(after, offset)).map(local -> local.toInstant(offset));
            ZoneOffsetTransition change = zone.getRules().nextTransition(after);
            if (next.isEmpty() || change == null || next.get().isBefore(change.getInstant())) {
                return next;
            }
            Optional<Instant> atChange = nextLocal(
                            times, change.getDateTimeAfter().minusSeconds(1))
                    .map(local -> local.toInstant(change.getOffsetAfter()))
                    .filter(change.getInstant()::equals);
            if (atChange.isPresent()) {
                return atChange;
            }
            after = change.getInstant();
        }
    }

    private Optional<Instant> nextOfClock(ExecutionTime times, Instant instant) {
        Optional<LocalDateTime> local = nextLocal(times, LocalDateTime.ofInstant(instant, zone));
        while (local.isPresent()) {
            Instant next = firstShowing(local.get());
            if (next.isAfter(instant)) {
                return Optional.of(next);
            }
            local = nextLocal(times, local.get());
        }
        return Optional.empty();
    }

    private Instant firstShowing(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.atZone(zone).toInstant();
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    private static Optional<LocalDateTime> nextLocal(ExecutionTime times, LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(next -> next.toLocalDateTime());
    }
}
