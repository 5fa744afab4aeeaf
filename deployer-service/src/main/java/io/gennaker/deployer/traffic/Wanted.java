package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;

/// What a route is to look like.
///
/// @param isOnTheWayBack whether everything goes back to release, with this or with a later step
public record Wanted(TrafficSplit split, Steering steering, boolean isOnTheWayBack) {
    public Wanted(TrafficSplit split, Steering steering) {
        this(split, steering, isTakingBack(split, steering));
    }

    /// Whether everything goes back to release.
    public boolean isTakingBack() {
        return isTakingBack(split, steering);
    }

    private static boolean isTakingBack(TrafficSplit split, Steering steering) {
        return split.equals(TrafficSplit.ALL_RELEASE) && steering.equals(Steering.NONE);
    }
}
