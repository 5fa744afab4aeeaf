package io.gennaker.judges.threshold;

import org.jspecify.annotations.Nullable;

/// A range of values: above one limit, below another, or both. Limits themselves are not in it.
public record Condition(@Nullable Double above, @Nullable Double below) {

    public Condition {
        if (above == null && below == null) {
            throw new IllegalArgumentException("condition: found neither above nor below, must have one");
        }
        if (above != null && below != null && !(above < below)) {
            throw new IllegalArgumentException(
                    "condition: found above %s and below %s, above must be less".formatted(above, below));
        }
    }

    public static Condition above(double limit) {
        return new Condition(limit, null);
    }

    public static Condition below(double limit) {
        return new Condition(null, limit);
    }

    boolean holds(double value) {
        return (above == null || value > above) && (below == null || value < below);
    }
}
