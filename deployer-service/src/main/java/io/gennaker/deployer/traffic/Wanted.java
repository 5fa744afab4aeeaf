package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;

/// What a route is to look like.
public record Wanted(TrafficSplit split, Steering steering) {
    /// Whether everything goes back to release.
    public boolean isTakingBack() {
        return split.equals(TrafficSplit.ALL_RELEASE) && steering.equals(Steering.NONE);
    }
}
