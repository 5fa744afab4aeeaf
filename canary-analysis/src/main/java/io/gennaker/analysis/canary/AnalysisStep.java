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
    static AnalysisStep next(AnalysisPlan plan, int looked, Instant now) {
        var window = plan.window();
        if (now.isBefore(window.from())) {
            return new WarmUp(window.from());
        }
        var readyAt = plan.readyAt(looked);
        return now.isBefore(readyAt) ? new Gather(readyAt) : new Look(looked, looked >= window.looks() - 1);
    }
}
