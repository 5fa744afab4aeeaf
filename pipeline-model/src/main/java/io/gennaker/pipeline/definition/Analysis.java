package io.gennaker.pipeline.definition;

import io.gennaker.contracts.AnalysisSpec;
import org.jspecify.annotations.Nullable;

/// An analysis and what its end leads to.
///
/// @param whenInconclusive what people are asked when it does not know; null: that is a failure
public record Analysis(AnalysisSpec spec, @Nullable Question whenInconclusive) {}
