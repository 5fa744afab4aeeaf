package io.gennaker.judges.sequential;

import io.gennaker.judges.Direction;
import java.util.OptionalDouble;

/// What a metric is watched for.
///
/// @param alpha the probability of ever calling a canary different that is not; and, apart from that, of calling one
///     within the margin that is not
/// @param direction which change is bad
/// @param allowedIncrease ratio of the rates that is still allowed, at least 1
/// @param allowedDecrease ratio of the rates that is still allowed, at most 1
/// @param margin a difference in the bad direction that does not matter, as a share of the trials; empty: never
///     passes early
public record Terms(
        double alpha, Direction direction, double allowedIncrease, double allowedDecrease, OptionalDouble margin) {

    public Terms {
        if (!(alpha > 0 && alpha <= 0.5)) {
            throw new IllegalArgumentException("alpha: found " + alpha + ", must be above 0 and at most 0.5");
        }
        if (!(allowedIncrease >= 1) || !(allowedDecrease > 0 && allowedDecrease <= 1)) {
            throw new IllegalArgumentException("allowed ratio: found %s and %s, must be at least 1 and above 0 to 1"
                    .formatted(allowedIncrease, allowedDecrease));
        }
        if (margin.isPresent() && !(margin.getAsDouble() > 0)) {
            throw new IllegalArgumentException("margin: found " + margin.getAsDouble() + ", must be above 0");
        }
    }

    public static Terms of(double alpha, Direction direction) {
        return new Terms(alpha, direction, 1, 1, OptionalDouble.empty());
    }

    public Terms within(double greatestDifference) {
        return new Terms(alpha, direction, allowedIncrease, allowedDecrease, OptionalDouble.of(greatestDifference));
    }

    /// The level of each direction that is minded.
    double alphaEach() {
        return direction == Direction.EITHER ? alpha / 2 : alpha;
    }
}
