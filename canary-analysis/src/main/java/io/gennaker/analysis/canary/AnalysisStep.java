package io.gennaker.analysis.canary;

import java.time.Instant;

/// What an analysis does next. Follows from the time alone, so that it goes on rightly wherever it was left.
public sealed interface AnalysisStep {

    /// Canary and baseline warm up.
    record WarmUp(Instant until) implements AnalysisStep {}

    /// The data come in.
    record Gather(Instant until) implements AnalysisStep {}

    /// The data of a look are there.
    ///
    /// @param isLast no more looks follow
    record Look(int number, boolean isLast) implements AnalysisStep {}

    /// @param looked how often it was looked at
    static AnalysisStep next(AnalysisWindow window, int looked, Instant now) {
        if (now.isBefore(window.from())) {
            return new WarmUp(window.from());
        }
        var readyAt = window.readyAt(looked);
        return now.isBefore(readyAt) ? new Gather(readyAt) : new Look(looked, looked >= window.looks() - 1);
    }
}
