package io.gennaker.analysis.traffic;

import io.gennaker.analysis.traffic.RequestCounts.Seen;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Tells from the requests of each track whether the data plane follows the weights.
///
/// Of each track the true share is bounded by a [ShareInterval]. Where all of them lie within the weights and the
/// tolerance, it does; where one lies outside, it does not; else more requests have to tell. A track that has a weight
/// and of which no request was seen is never taken for one that follows it.
///
/// @param tolerance allowed difference of each share, in percentage points
/// @param minimumRequests requests that must have been seen for the shares to count
/// @param confidence of each interval, between 0 and 1
public record TrafficCheck(TrafficSplit expected, int tolerance, int minimumRequests, double confidence) {

    /// Absorbs rounding at the ends of the band.
    private static final double ROUNDING = 1e-9;

    /// What was found.
    public sealed interface Finding {
        /// The data plane follows the weights.
        record Confirmed() implements Finding {}

        /// It does not.
        record Off(String reason) implements Finding {}

        /// Too little was seen to tell.
        record Open(String reason) implements Finding {}
    }

    public TrafficCheck {
        if (tolerance < 0 || tolerance > 100) {
            throw new IllegalArgumentException(
                    "tolerance: found " + tolerance + ", must be 0 to 100 percentage points");
        }
        if (minimumRequests < 1) {
            throw new IllegalArgumentException("minimum requests: found " + minimumRequests + ", must be at least 1");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence: found " + confidence + ", must be between 0 and 1");
        }
    }

    private record Bound(Track track, ShareInterval interval, boolean isWithin, boolean isOutside) {}

    public Finding compare(Seen seen) {
        if (seen.all() < minimumRequests) {
            return new Finding.Open("saw %d requests, at least %d are needed".formatted(seen.all(), minimumRequests));
        }
        var bounds =
                Arrays.stream(Track.values()).map(track -> bound(track, seen)).toList();
        if (bounds.stream().allMatch(Bound::isWithin)) {
            return new Finding.Confirmed();
        }
        var outside = tracks(bounds, Bound::isOutside);
        if (!outside.isEmpty()) {
            return new Finding.Off("%s (off: %s)".formatted(describe(seen), outside));
        }
        return new Finding.Open("%s, too few to be %s %% sure of %s"
                .formatted(describe(seen), percent(confidence), tracks(bounds, bound -> !bound.isWithin())));
    }

    private Bound bound(Track track, Seen seen) {
        var interval = ShareInterval.of(seen.of(track), seen.all(), confidence);
        var least = (expected.of(track) - tolerance) / 100.0 - ROUNDING;
        var most = (expected.of(track) + tolerance) / 100.0 + ROUNDING;
        var isUnseen = expected.of(track) > 0 && seen.of(track) == 0;
        return new Bound(
                track,
                interval,
                !isUnseen && interval.lower() >= least && interval.upper() <= most,
                interval.upper() < least || interval.lower() > most);
    }

    private String describe(Seen seen) {
        return "observed %s of %d requests, expected %s within %d points"
                .formatted(describe(seen.split()), seen.all(), expected, tolerance);
    }

    /// Names them with the bounds of their shares: `canary 6.1 to 12.4 %`.
    private static List<String> tracks(List<Bound> bounds, Predicate<Bound> condition) {
        return bounds.stream()
                .filter(condition)
                .map(bound -> "%s %s to %s %%"
                        .formatted(
                                bound.track().name().toLowerCase(Locale.ROOT),
                                percent(bound.interval().lower()),
                                percent(bound.interval().upper())))
                .toList();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /// The shares as `80.1/9.7/10.2`, in the order release, baseline, canary.
    public static String describe(ObservedSplit observed) {
        return String.format(Locale.ROOT, "%.1f/%.1f/%.1f", observed.release(), observed.baseline(), observed.canary());
    }
}
