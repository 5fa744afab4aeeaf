package io.gennaker.deployer.task;

import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.util.Map;

/// What the release can carry. Pure.
///
/// @param needed pods with which it carried everything before; 0 when nobody knows
/// @param ready pods at this moment
record ReleaseCapacity(int needed, int ready) {
    /// The pods for a share of the traffic; one at least.
    static int pods(int needed, int percent) {
        return Math.max(1, Math.ceilDiv(needed * percent, 100));
    }

    /// As much of the wanted split as release can carry; the rest stays where it is, in its proportion.
    ///
    /// @param current shares in percent
    TrafficSplit bound(TrafficSplit wanted, Map<Track, Integer> current) {
        int carries = needed == 0 ? 100 : Math.min(100, 100 * ready / needed);
        int standing = current.getOrDefault(Track.RELEASE, 0);
        if (wanted.release() <= carries || wanted.release() <= standing) {
            return wanted;
        }
        int release = Math.max(carries, standing);
        int baseline = current.getOrDefault(Track.BASELINE, 0);
        int variants = baseline + current.getOrDefault(Track.CANARY, 0);
        if (variants == 0) {
            return wanted;
        }
        int left = (100 - release) * baseline / variants;
        return new TrafficSplit(release, left, 100 - release - left);
    }
}
