package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.contracts.AnalysisSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The absolute times of one analysis. They follow from the time the operation was accepted alone, so whoever takes the
/// operation over looks at the same data.
///
/// @param from end of the warm-up: no datum before it is used
/// @param to end of the data, by the clock
/// @param rate time that one sample covers
/// @param interval distance of the looks at it; the last one is at its end
/// @param scrape how long after its end a window is whole in the store
public record AnalysisWindow(
        Instant from, Instant to, Duration rate, Duration step, Duration interval, Duration scrape, Clockwork clock) {

    /// Each is recorded with its score.
    private static final int MOST_LOOKS = 2000;

    /// @throws IllegalArgumentException when the data cannot hold the samples that the specification needs
    static AnalysisWindow of(AnalysisSpec spec, Sampling sampling, Instant acceptedAt) {
        checkDurations(spec);
        var from = wholeSecond(acceptedAt.plus(spec.warmUp()));
        var to = from.plus(spec.duration());
        var rate = sampling.window(spec.step());
        var lead = lead(rate, spec.step());
        var samples = spec.duration().compareTo(lead) < 0
                ? 0
                : spec.duration().minus(lead).toMillis() / spec.step().toMillis() + 1;
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
        var window = new AnalysisWindow(
                from, to, rate, spec.step(), interval(spec), sampling.settledAfter(), Clockwork.STEADY);
        window.grid(window.looks() - 1, null);
        if (window.looks() > MOST_LOOKS) {
            throw new IllegalArgumentException(
                    "interval: found %s over %s, which gives %d judgements, must give at most %d"
                            .formatted(window.interval(), spec.duration(), window.looks(), MOST_LOOKS));
        }
        return window;
    }

    /// Time to the first value, which covers a whole rate. It is whole steps, as is what a standstill cuts out:
    /// the values on both sides of it lie on one grid.
    private static Duration lead(Duration rate, Duration step) {
        return step.multipliedBy(Math.ceilDiv(rate.toMillis(), step.toMillis()));
    }

    /// Time of the first value by the clock.
    Instant firstValue() {
        return from.plus(lead(rate, step));
    }

    /// The sequential judge and limits live from looking often; comparing ranks often only adds false alarms.
    private static Duration interval(AnalysisSpec spec) {
        var pace = spec.pace();
        if (pace != null && pace.interval() != null) {
            return pace.interval();
        }
        return JudgeKind.of(spec.judge()).looksOnce() ? spec.duration() : spec.step();
    }

    /// How often it is looked at.
    public int looks() {
        var length = Duration.between(from, to);
        return Math.max(1, Math.toIntExact((length.toMillis() + interval.toMillis() - 1) / interval.toMillis()));
    }

    /// End of the data of a look.
    public Instant end(int look) {
        return clock.wall(endByClock(look));
    }

    private Instant endByClock(int look) {
        var end = from.plus(interval.multipliedBy(look + 1L));
        return end.isBefore(to) ? end : to;
    }

    /// End of all data.
    public Instant until() {
        return clock.wall(to);
    }

    /// The same up to a look, looked at once.
    AnalysisWindow endingWith(int look) {
        var end = endByClock(look);
        return new AnalysisWindow(from, end, rate, step, Duration.between(from, end), scrape, clock);
    }

    /// Later by a standstill: in the warm-up all of it, after that what has not been gathered yet.
    AnalysisWindow standing(Instant since, Instant until) {
        if (since.isBefore(from)) {
            var stood = Duration.ofSeconds(
                    Math.ceilDiv(Duration.between(since, until).toMillis(), 1000));
            return new AnalysisWindow(from.plus(stood), to.plus(stood), rate, step, interval, scrape, clock);
        }
        return clock.time(since).isBefore(to)
                ? new AnalysisWindow(
                        from, to, rate, step, interval, scrape, clock.standing(since, until, from, step, rate))
                : this;
    }

    /// When the metrics store has all values of a look.
    public Instant readyAt(int look) {
        return clock.wall(lastValue(look)).plus(scrape);
    }

    /// When it has all counters of a look.
    Instant countersReadyAt(int look) {
        return end(look).plus(scrape);
    }

    /// Times of the samples of a look by the clock; the first covers nothing before `from`.
    ///
    /// @param lookback how far back from its end; null: to the begin
    public SampleGrid grid(int look, @Nullable Duration lookback) {
        var earliest = firstValue();
        var last = lastValue(look);
        var first = lookback == null ? earliest : onGrid(last.minus(lookback).plus(rate), earliest);
        return new SampleGrid(first, last, step);
    }

    /// The first value covers a whole rate, which a look may end before.
    private Instant lastValue(int look) {
        var earliest = firstValue();
        var end = endByClock(look);
        return end.isBefore(earliest) ? earliest : end;
    }

    /// Ends of the windows of a look at counters, the begin of the first one before them.
    SampleGrid counters(int look) {
        return new SampleGrid(from, endByClock(look), step);
    }

    private Instant onGrid(Instant wanted, Instant earliest) {
        if (!wanted.isAfter(earliest)) {
            return earliest;
        }
        var steps = Duration.between(earliest, wanted).toMillis() / step.toMillis();
        return earliest.plus(step.multipliedBy(steps));
    }

    /// As long again.
    AnalysisWindow extended() {
        return new AnalysisWindow(from, to.plus(Duration.between(from, to)), rate, step, interval, scrape, clock);
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
