package io.gennaker.analysis.canary;

import java.time.Duration;

/// How often the metrics store takes a sample of its own, which bounds what can be asked of it.
///
/// @param scrapeInterval distance of the samples in the metrics store
/// @param shortestWindow the shortest time over which a rate can be computed reliably
/// @param delay how late a sample can be seen after it was taken
/// @param shortestStep the shortest distance at which it gives values that differ; zero where it computes them for any
/// time
public record Sampling(Duration scrapeInterval, Duration shortestWindow, Duration delay, Duration shortestStep) {

    /// A rate needs two samples in its window; four let one scrape be late and one be lost.
    private static final int SCRAPES_PER_WINDOW = 4;

    private static final Duration LATEST = Duration.ofMinutes(9);

    public Sampling {
        if (scrapeInterval.toMillis() < 100 || scrapeInterval.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "scrape interval: found " + scrapeInterval + ", must be 100 ms to 10 minutes");
        }
        if (delay.isNegative() || delay.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("delay: found " + delay + ", must be 0 s to 1 hour");
        }
    }

    /// Of a store that scrapes counters and computes rates from them, and has them at once.
    public Sampling(Duration scrapeInterval) {
        this(scrapeInterval, scrapeInterval.multipliedBy(SCRAPES_PER_WINDOW), Duration.ZERO, Duration.ZERO);
    }

    /// Of such a store that has them later, as one that others write to.
    ///
    /// @throws IllegalArgumentException when a plan would not wait so long for the last samples
    public static Sampling ofScrapes(Duration scrapeInterval, Duration delay) {
        checkWait(scrapeInterval, delay);
        return new Sampling(scrapeInterval, scrapeInterval.multipliedBy(SCRAPES_PER_WINDOW), delay, Duration.ZERO);
    }

    /// Of a store that is told values for whole intervals.
    ///
    /// @throws IllegalArgumentException when a plan would not wait so long for the last samples
    public static Sampling ofIntervals(Duration interval, Duration delay) {
        checkWait(interval, delay);
        return new Sampling(interval, interval, delay, interval);
    }

    private static void checkWait(Duration interval, Duration delay) {
        if (interval.plus(delay).compareTo(LATEST) > 0) {
            throw new IllegalArgumentException("interval and delay: found %s together, must be at most %s"
                    .formatted(interval.plus(delay), LATEST));
        }
    }

    /// The time that one sample covers when samples are `step` apart: without gaps, and never too short for a rate.
    public Duration window(Duration step) {
        return step.compareTo(shortestWindow()) > 0 ? step : shortestWindow();
    }

    /// How long after its end a window is whole in the store.
    Duration settledAfter() {
        return scrapeInterval.plus(delay);
    }
}
