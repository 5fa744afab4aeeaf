package io.gennaker.analysis.canary;

import java.time.Duration;

/// How often the metrics store takes a sample of its own, which bounds what can be asked of it.
///
/// @param scrapeInterval distance of the samples in the metrics store
public record Sampling(Duration scrapeInterval) {

    /// A rate needs two samples in its window; four let one scrape be late and one be lost.
    private static final int SCRAPES_PER_WINDOW = 4;

    public Sampling {
        if (scrapeInterval.toMillis() < 100 || scrapeInterval.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "scrape interval: found " + scrapeInterval + ", must be 100 ms to 10 minutes");
        }
    }

    /// The shortest time over which a rate can be computed reliably.
    public Duration shortestWindow() {
        return scrapeInterval.multipliedBy(SCRAPES_PER_WINDOW);
    }

    /// The time that one sample covers when samples are `step` apart: without gaps, and never too short for a rate.
    public Duration window(Duration step) {
        return step.compareTo(shortestWindow()) > 0 ? step : shortestWindow();
    }
}
