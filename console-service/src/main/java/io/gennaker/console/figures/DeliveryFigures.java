package io.gennaker.console.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The four figures of delivery that teams compare themselves by (DORA), of a number of days and of as many before.
///
/// Lead time begins when the image arrived, not when its change was committed: commits are not known here.
///
/// @param days oldest first, each day of the period, those without a delivery too
/// @param current of the period
/// @param previous of the period of the same length before
public record DeliveryFigures(List<Day> days, Period current, Period previous) {
    public DeliveryFigures {
        days = List.copyOf(days);
    }

    /// One day on the clocks of the reader's place.
    public record Day(LocalDate date, int delivered, int failed) {}

    /// @param changeFailureRate failed of all, 0 to 1; null without any
    /// @param leadTimeSeconds median from the arrival of the image to its end in production; null without any
    /// @param timeToRestoreSeconds median from a failure to the next success of its pipeline; null without any
    public record Period(
            int delivered,
            int failed,
            @Nullable Double changeFailureRate,
            @Nullable Double leadTimeSeconds,
            @Nullable Double timeToRestoreSeconds) {}

    /// @param deliveries in the order in which they finished, of both periods; one before them
    /// counts only as the failure from which a pipeline was restored in them
    /// @param number of days of a period; the last one is today
    public static DeliveryFigures of(List<FinishedDelivery> deliveries, int number, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate first = today.minusDays(number - 1L);
        Instant begin = first.atStartOfDay(zone).toInstant();
        Instant beginBefore = first.minusDays(number).atStartOfDay(zone).toInstant();
        List<Restoration> restorations = restorations(deliveries);
        return new DeliveryFigures(
                days(deliveries, first, today, zone),
                period(deliveries, restorations, at -> !at.isBefore(begin)),
                period(deliveries, restorations, at -> at.isBefore(begin) && !at.isBefore(beginBefore)));
    }

    private static List<Day> days(List<FinishedDelivery> deliveries, LocalDate first, LocalDate today, ZoneId zone) {
        Map<LocalDate, Integer> delivered = new HashMap<>();
        Map<LocalDate, Integer> failed = new HashMap<>();
        for (FinishedDelivery each : deliveries) {
            (each.succeeded() ? delivered : failed)
                    .merge(LocalDate.ofInstant(each.finishedAt(), zone), 1, Integer::sum);
        }
        return first.datesUntil(today.plusDays(1))
                .map(date -> new Day(date, delivered.getOrDefault(date, 0), failed.getOrDefault(date, 0)))
                .toList();
    }

    private static Period period(
            List<FinishedDelivery> deliveries, List<Restoration> restorations, Predicate<Instant> within) {
        List<FinishedDelivery> all = deliveries.stream()
                .filter(each -> within.test(each.finishedAt()))
                .toList();
        int delivered =
                Math.toIntExact(all.stream().filter(FinishedDelivery::succeeded).count());
        return new Period(
                delivered,
                all.size() - delivered,
                all.isEmpty() ? null : (all.size() - delivered) / (double) all.size(),
                median(all.stream()
                        .filter(FinishedDelivery::succeeded)
                        .map(each -> seconds(each.leadTime()))
                        .toList()),
                median(restorations.stream()
                        .filter(each -> within.test(each.at()))
                        .map(each -> seconds(each.after()))
                        .toList()));
    }

    /// A pipeline delivers again.
    private record Restoration(Instant at, Duration after) {}

    /// A pipeline is down from its first failure to its next success, however often it fails meanwhile.
    private static List<Restoration> restorations(List<FinishedDelivery> deliveries) {
        List<Restoration> restorations = new ArrayList<>();
        Map<String, Instant> failedSince = new HashMap<>();
        for (FinishedDelivery each : deliveries) {
            if (!each.succeeded()) {
                failedSince.putIfAbsent(each.pipeline(), each.finishedAt());
                continue;
            }
            Instant since = failedSince.remove(each.pipeline());
            if (since != null) {
                restorations.add(new Restoration(each.finishedAt(), Duration.between(since, each.finishedAt())));
            }
        }
        return restorations;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static @Nullable Double median(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
