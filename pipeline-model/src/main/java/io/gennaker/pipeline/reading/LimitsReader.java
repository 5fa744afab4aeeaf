package io.gennaker.pipeline.reading;

import io.gennaker.contracts.MetricLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the limits of a metric for the `threshold` judge.
final class LimitsReader {
    private static final int MOST = 100_000;
    private static final double WIDEST = 999_999_999;

    private LimitsReader() {}

    static MetricLimits read(ObjectReader limits) {
        if (!limits.has("success") && !limits.has("failure")) {
            limits.source()
                    .problem(limits.node(), limits.path(), "neither success nor failure", "at least one of them");
        }
        return new MetricLimits(
                range(limits, "success").orElse(null),
                range(limits, "failure").orElse(null),
                limits.integer("failureBudget", 0, MOST, 0),
                limits.integer("consecutiveFailures", 0, MOST, 0),
                limits.integer("inconclusiveBudget", 0, MOST, 0),
                limits.integer("consecutiveMissing", 0, MOST, 4),
                limits.integer("consecutiveSuccesses", 0, MOST, 0));
    }

    private static Optional<MetricLimits.Range> range(ObjectReader limits, String key) {
        return limits.object(key, Shape.RANGE).map(range -> {
            @Nullable
            Double above = range.optionalNumber("above", -WIDEST, WIDEST).orElse(null);
            @Nullable
            Double below = range.optionalNumber("below", -WIDEST, WIDEST).orElse(null);
            if (above == null && below == null) {
                limits.problem(key, "neither above nor below", "at least one of them");
            } else if (above != null && below != null && above >= below) {
                limits.problem(key, "above " + above + " and below " + below, "above less than below");
            }
            return new MetricLimits.Range(above, below);
        });
    }
}
