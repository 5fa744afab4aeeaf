package io.gennaker.console.http;

import io.gennaker.console.figures.Deliveries;
import io.gennaker.console.figures.DeliveryFigures;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// How often, how fast and how safely is delivered.
@Path("/api/figures")
@Blocking
public class FiguresResource {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 180;

    private final Deliveries deliveries;
    private final Caller caller;
    private final Clock clock;

    FiguresResource(Deliveries deliveries, Caller caller, Clock clock) {
        this.deliveries = deliveries;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param zone on whose clocks days are counted; UTC when left out
    @Needs(Permission.VIEW)
    @GET
    public DeliveryFigures figures(
            @QueryParam("application") @Nullable String application,
            @QueryParam("days") @Nullable String days,
            @QueryParam("zone") @Nullable String zone) {
        int number = days(days);
        ZoneId place = zone(zone);
        Instant now = clock.instant();
        // A day more than both periods: days begin at midnight, not at the hour of the request.
        Instant from = now.minus(2L * number + 1, ChronoUnit.DAYS);
        String only = Given.name("application", application);
        return DeliveryFigures.of(deliveries.since(from, only, caller.visible()), number, now, place);
    }

    private static int days(@Nullable String text) {
        if (text == null) {
            return USUAL_DAYS;
        }
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= MOST_DAYS) {
                return days;
            }
        } catch (NumberFormatException notNumber) {
            // Told below, as any other wrong number.
        }
        throw new IllegalArgumentException("days is '" + text + "'; allowed is 1 to " + MOST_DAYS);
    }

    private static ZoneId zone(@Nullable String text) {
        if (text == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "zone is '" + text + "'; allowed is the name of a time zone, such as Europe/Berlin", unknown);
        }
    }
}
