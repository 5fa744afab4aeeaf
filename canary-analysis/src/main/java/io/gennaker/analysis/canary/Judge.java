package io.gennaker.analysis.canary;

import io.gennaker.contracts.SequentialTerms;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.sequential.Terms;
import io.gennaker.judges.threshold.Limits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the data of a plan are judged.
public sealed interface Judge {

    /// Ranks of the values of both sides.
    ///
    /// @param lookback what each look sees; null: everything
    record Ranks(JudgePolicy policy, @Nullable Duration lookback) implements Judge {}

    /// Ranks as Kayenta compares them: its noise, its silent defaults, its scores.
    ///
    /// @param lookback what each look sees; null: everything
    record LikeKayenta(@Nullable Duration lookback) implements Judge {}

    /// Counts of both sides, watched.
    ///
    /// @param terms of each metric, in order of the plan
    record Watch(List<Terms> terms, SequentialTerms.AtHorizon atHorizon, int minimumLooks) implements Judge {}

    /// The canary's values against limits.
    ///
    /// @param limits of each metric, in order of the plan
    record Bounds(List<Limits> limits) implements Judge {}
}
