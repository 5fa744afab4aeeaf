package io.gennaker.pipeline.planning;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.reading.Words;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.stream.Stream;

/// The moments until which stages wait.
public final class Moments {
    private static final Duration FARTHEST = Duration.ofDays(365);

    private Moments() {}

    public static Instant of(DeferredWork.WaitUntil until, Bindings bindings, Instant now) throws Unplannable {
        if (until.time() != null && until.zone() != null) {
            return next(until.time(), until.zone(), now);
        }
        String text = Values.text("instant", String.valueOf(until.instant()), Words.INSTANT, bindings);
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            if (Duration.between(now, moment).compareTo(FARTHEST) > 0) {
                throw new Unplannable("instant: '" + text + "' is too far away; allowed: at most 365 days");
            }
            return moment;
        } catch (DateTimeException impossible) {
            throw new Unplannable("instant: '" + text + "' does not exist; allowed: " + Words.INSTANT.allowed());
        }
    }

    /// The next time that the clocks of a zone show a time; where they skip it, the moment of the change.
    private static Instant next(LocalTime time, ZoneId zone, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return Stream.of(today, today.plusDays(1))
                .flatMap(day -> at(day.atTime(time), zone))
                .filter(moment -> !moment.isBefore(now))
                .findFirst()
                .orElseThrow();
    }

    /// Two moments where the clocks are set back and show it again.
    private static Stream<Instant> at(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        if (change != null && change.isGap()) {
            return Stream.of(change.getInstant());
        }
        return zone.getRules().getValidOffsets(time).stream()
                .map(time::toInstant)
                .sorted();
    }
}
