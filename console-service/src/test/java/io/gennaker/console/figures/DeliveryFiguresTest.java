package io.gennaker.console.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryFiguresTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private static FinishedDelivery delivery(String pipeline, boolean succeeded, String accepted, String finished) {
        return new FinishedDelivery(pipeline, succeeded, Instant.parse(accepted), Instant.parse(finished));
    }

    @Test
    void shouldSayNothingOfPeriodsWithoutDeliveries() {
        // When
        var figures = DeliveryFigures.of(List.of(), 3, NOW, ZoneOffset.UTC);

        // Then
        assertThat(figures.current()).isEqualTo(new DeliveryFigures.Period(0, 0, null, null, null));
        assertThat(figures.days())
                .extracting(DeliveryFigures.Day::date)
                .containsExactly(
                        LocalDate.parse("2026-03-08"), LocalDate.parse("2026-03-09"), LocalDate.parse("2026-03-10"));
    }

    @Test
    void shouldCountDeliveriesByPeriodAndDay() {
        // Given
        var deliveries = List.of(
                delivery("shop", true, "2026-03-07T10:00:00Z", "2026-03-07T10:10:00Z"),
                delivery("shop", true, "2026-03-08T10:00:00Z", "2026-03-08T10:20:00Z"),
                delivery("shop", false, "2026-03-10T10:00:00Z", "2026-03-10T10:01:00Z"),
                delivery("cart", true, "2026-03-10T10:00:00Z", "2026-03-10T10:40:00Z"));

        // When
        var figures = DeliveryFigures.of(deliveries, 3, NOW, ZoneOffset.UTC);

        // Then
        assertThat(figures.previous()).isEqualTo(new DeliveryFigures.Period(1, 0, 0.0, 600.0, null));
        assertThat(figures.current()).isEqualTo(new DeliveryFigures.Period(2, 1, 1 / 3.0, 1800.0, null));
        assertThat(figures.days())
                .containsExactly(
                        new DeliveryFigures.Day(LocalDate.parse("2026-03-08"), 1, 0),
                        new DeliveryFigures.Day(LocalDate.parse("2026-03-09"), 0, 0),
                        new DeliveryFigures.Day(LocalDate.parse("2026-03-10"), 1, 1));
    }

    @Test
    void shouldMeasureARestorationFromTheFirstFailureToTheNextSuccessOfThePipeline() {
        // Given
        var deliveries = List.of(
                delivery("shop", false, "2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"),
                delivery("shop", false, "2026-03-09T10:00:00Z", "2026-03-09T10:30:00Z"),
                delivery("cart", true, "2026-03-09T10:00:00Z", "2026-03-09T10:45:00Z"),
                delivery("shop", true, "2026-03-09T10:50:00Z", "2026-03-09T11:00:00Z"));

        // When
        var figures = DeliveryFigures.of(deliveries, 3, NOW, ZoneOffset.UTC);

        // Then
        assertThat(figures.current().timeToRestoreSeconds()).isEqualTo(3600.0);
    }

    @Test
    void shouldCompareWithAsManyDaysBeforeAndNoMore() {
        // Given
        var deliveries = List.of(
                delivery("cart", false, "2026-03-04T08:00:00Z", "2026-03-04T09:00:00Z"),
                delivery("shop", false, "2026-03-04T11:00:00Z", "2026-03-04T12:00:00Z"),
                delivery("shop", true, "2026-03-04T12:30:00Z", "2026-03-04T13:00:00Z"),
                delivery("cart", true, "2026-03-05T08:30:00Z", "2026-03-05T09:00:00Z"));

        // When
        var figures = DeliveryFigures.of(deliveries, 3, NOW, ZoneOffset.UTC);

        // Then: what had failed before is restored in it
        assertThat(figures.previous()).isEqualTo(new DeliveryFigures.Period(1, 0, 0.0, 1800.0, 86_400.0));
    }

    @Test
    void shouldCountDaysOnTheClocksOfThePlace() {
        // Given
        var deliveries = List.of(delivery("shop", true, "2026-03-09T23:00:00Z", "2026-03-09T23:30:00Z"));

        // When
        var figures = DeliveryFigures.of(deliveries, 1, NOW, ZoneId.of("Europe/Berlin"));

        // Then
        assertThat(figures.days()).containsExactly(new DeliveryFigures.Day(LocalDate.parse("2026-03-10"), 1, 0));
    }
}
