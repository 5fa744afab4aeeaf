package io.gennaker.pipeline.definition;

import io.gennaker.contracts.AnalysisSpec;
import org.jspecify.annotations.Nullable;

/// A step of a canary, between its start and its promotion.
public sealed interface CanaryStep {
    /// Gives baseline and canary `weight` percent of the traffic each, and compares them.
    ///
    /// @param analysis complete, the stage's defaults filled in; null: no comparison at this weight
    record Shift(int weight, @Nullable AnalysisSpec analysis) implements CanaryStep {}

    /// Asks people before going on.
    record Ask(Question question) implements CanaryStep {}
}
