package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When an analysis judges and at what it looks.
///
/// @param interval distance of the judgements before the end; a Fail ends the analysis early. Null: judged at the end
/// @param lookback length of what each judgement looks at; null: everything since the warm-up
public record AnalysisPace(
        @Nullable Duration interval, @Nullable Duration lookback, OnInconclusive onInconclusive) {
    public AnalysisPace {
        if (interval != null) {
            Check.positive("interval", interval);
        }
        if (lookback != null) {
            Check.positive("lookback", lookback);
        }
    }

    /// Once, at the end, over everything.
    public static final AnalysisPace AT_THE_END = new AnalysisPace(null, null, OnInconclusive.FAIL);

    /// What happens when the last judgement is Inconclusive.
    public enum OnInconclusive {
        /// That is the verdict.
        @JsonProperty("Fail")
        FAIL,
        /// The data are gathered for as long again, once.
        @JsonProperty("ExtendOnce")
        EXTEND_ONCE
    }
}
