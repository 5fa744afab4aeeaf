package io.gennaker.pipeline.definition;

import io.gennaker.contracts.AnalysisSpec;
import org.jspecify.annotations.Nullable;

/// An analysis and what its end leads to.
///
/// @param whenInconclusive what people are asked when it does not know; null: that is a failure
/// @param configured where its metrics come from, when they are not in `spec`; null: they are
public record Analysis(
        AnalysisSpec spec,
        @Nullable Question whenInconclusive,
        @Nullable CanaryConfigFile configured) {
    public Analysis(AnalysisSpec spec, @Nullable Question whenInconclusive) {
        this(spec, whenInconclusive, null);
    }

    /// The same with metrics.
    public Analysis with(AnalysisSpec other) {
        return new Analysis(other, whenInconclusive, configured);
    }
}
