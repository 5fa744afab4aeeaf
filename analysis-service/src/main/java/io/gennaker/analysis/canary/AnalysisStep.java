package io.gennaker.analysis.canary;

import java.time.Instant;

/// What an analysis does next. Follows from the time alone, so that it goes on rightly wherever it was left.
public sealed interface AnalysisStep {

    /// Canary and baseline warm up.
    record WarmUp(Instant until) implements AnalysisStep {}

    /// The data come in.
    record Gather(Instant until) implements AnalysisStep {}

    /// All data are there.
    record Measure() implements AnalysisStep {}

    static AnalysisStep next(AnalysisWindow window, Instant now) {
        if (now.isBefore(window.from())) {
            return new WarmUp(window.from());
        }
        return now.isBefore(window.readyAt()) ? new Gather(window.readyAt()) : new Measure();
    }
}
