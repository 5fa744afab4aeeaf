package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.contracts.AnalysisSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The absolute times of one analysis. They follow from the time the operation was accepted alone, so whoever takes the
/// operation over looks at the same data.
///
/// @param from end of the warm-up: no datum before it is used
/// @param to end of the data
/// @param rate time that one sample covers
/// @param grid times of the samples; the first covers what follows `from`
/// @param readyAt when the metrics store has all of it
public record AnalysisWindow(Instant from, Instant to, Duration rate, SampleGrid grid, Instant readyAt) {

    /// @throws IllegalArgumentException when the data cannot hold the samples that the specification needs
    static AnalysisWindow of(AnalysisSpec spec, Sampling sampling, Instant acceptedAt) {
        checkDurations(spec);
        var from = wholeSecond(acceptedAt.plus(spec.warmUp()));
        var to = from.plus(spec.duration());
        var rate = sampling.window(spec.step());
        var samples = spec.duration().compareTo(rate) < 0
                ? 0
                : spec.duration().minus(rate).toMillis() / spec.step().toMillis() + 1;
        if (samples < spec.minimumSamples()) {
            throw new IllegalArgumentException(
                    ("duration: found %s with step %s, which gives %d samples of %s each, must give at"
                                    + " least minimumSamples %d; metrics are scraped every %s")
                            .formatted(
                                    spec.duration(),
                                    spec.step(),
                                    samples,
                                    rate,
                                    spec.minimumSamples(),
                                    sampling.scrapeInterval()));
        }
        var grid = new SampleGrid(from.plus(rate), to, spec.step());
        return new AnalysisWindow(from, to, rate, grid, to.plus(sampling.scrapeInterval()));
    }

    private static void checkDurations(AnalysisSpec spec) {
        if (spec.warmUp().isNegative()) {
            throw new IllegalArgumentException("warmUp: found " + spec.warmUp() + ", must not be negative");
        }
        if (spec.step().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("step: found " + spec.step() + ", must be at least 1 s");
        }
        if (spec.duration().compareTo(Duration.ofDays(7)) > 0 || spec.warmUp().compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("warmUp and duration: found " + spec.warmUp() + " and " + spec.duration()
                    + ", must be at most 7 days each");
        }
    }

    /// Metrics stores count in whole seconds by default; a rounded time reads the same in every query and log.
    private static Instant wholeSecond(Instant time) {
        var second = time.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(time) ? second : second.plusSeconds(1);
    }
}
