package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.SampleGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The clock of an analysis, which stands still while its execution is paused.
///
/// A standstill cuts out whole steps: from the last sample before it to the first whose rate lies wholly after it. So
/// the samples on both sides are as far apart as ever by this clock.
///
/// @param cuts in order of time
public record Clockwork(List<Cut> cuts) {

    static final Clockwork STEADY = new Clockwork(List.of());

    /// @param at by this clock: the last point before it
    public record Cut(Instant at, Duration length) {}

    public Clockwork {
        cuts = List.copyOf(cuts);
    }

    /// The time on the wall.
    Instant wall(Instant time) {
        var length = cuts.stream()
                .filter(cut -> time.isAfter(cut.at()))
                .map(Cut::length)
                .reduce(Duration.ZERO, Duration::plus);
        return time.plus(length);
    }

    /// The time by this clock; in a standstill the one at which it stands.
    Instant time(Instant wall) {
        var time = wall;
        for (var cut : cuts) {
            if (time.isAfter(cut.at())) {
                var stood = Duration.between(cut.at(), time);
                time = time.minus(stood.compareTo(cut.length()) < 0 ? stood : cut.length());
            }
        }
        return time;
    }

    /// With one more standstill.
    ///
    /// @param origin from which steps are counted
    /// @param cover time that one sample covers
    Clockwork standing(Instant since, Instant until, Instant origin, Duration step, Duration cover) {
        var before = Duration.between(origin, time(since)).toMillis() / step.toMillis();
        var at = origin.plus(step.multipliedBy(Math.max(0, before)));
        var missing = Duration.between(wall(at.plus(step)), until.plus(cover));
        if (!missing.isPositive()) {
            return this;
        }
        var all = new ArrayList<>(cuts);
        all.add(new Cut(at, step.multipliedBy(Math.ceilDiv(missing.toMillis(), step.toMillis()))));
        return new Clockwork(all);
    }

    /// The pieces of a grid by this clock, each on the wall.
    ///
    /// @param lead how much earlier all but the first begin
    List<SampleGrid> pieces(SampleGrid grid, Duration lead) {
        var pieces = new ArrayList<SampleGrid>();
        var begin = grid.first();
        var earlier = Duration.ZERO;
        for (var cut : cuts) {
            if (!cut.at().isBefore(begin) && cut.at().isBefore(grid.last())) {
                pieces.add(new SampleGrid(wall(begin).minus(earlier), wall(cut.at()), grid.step()));
                begin = cut.at().plus(grid.step());
                earlier = lead;
            }
        }
        if (!begin.isAfter(grid.last())) {
            pieces.add(new SampleGrid(wall(begin).minus(earlier), wall(grid.last()), grid.step()));
        }
        return pieces;
    }
}
