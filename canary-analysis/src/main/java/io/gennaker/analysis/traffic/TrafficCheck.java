package io.gennaker.analysis.traffic;

import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Compares the observed shares of requests with the weights.
///
/// @param tolerance allowed difference of each share, in percentage points
/// @param minimumRequests requests that must have been seen for the shares to count
public record TrafficCheck(TrafficSplit expected, int tolerance, int minimumRequests) {

    /// What was found.
    public sealed interface Finding {
        /// The data plane follows the weights.
        record Confirmed() implements Finding {}

        /// It does not, or too little was seen to say.
        ///
        /// @param reason with the numbers
        /// @param enoughRequests whether enough was seen
        record NotYet(String reason, boolean enoughRequests) implements Finding {}
    }

    public TrafficCheck {
        if (tolerance < 0 || tolerance > 100) {
            throw new IllegalArgumentException(
                    "tolerance: found " + tolerance + ", must be 0 to 100 percentage points");
        }
        if (minimumRequests < 1) {
            throw new IllegalArgumentException("minimum requests: found " + minimumRequests + ", must be at least 1");
        }
    }

    public Finding compare(ObservedSplit observed) {
        if (observed.requests() < minimumRequests) {
            return new Finding.NotYet(
                    "saw %d requests, at least %d are needed".formatted(observed.requests(), minimumRequests), false);
        }
        var off = tracksOff(observed);
        if (off.isEmpty()) {
            return new Finding.Confirmed();
        }
        return new Finding.NotYet(
                "observed %s of %d requests, expected %s within %d points (off: %s)"
                        .formatted(
                                describe(observed),
                                observed.requests(),
                                expected,
                                tolerance,
                                off.stream()
                                        .map(track -> track.name().toLowerCase(Locale.ROOT))
                                        .toList()),
                true);
    }

    /// The shares as `80.1/9.7/10.2`, in the order release, baseline, canary.
    public static String describe(ObservedSplit observed) {
        return String.format(Locale.ROOT, "%.1f/%.1f/%.1f", observed.release(), observed.baseline(), observed.canary());
    }

    private List<Track> tracksOff(ObservedSplit observed) {
        return Arrays.stream(Track.values())
                .filter(track -> Math.abs(share(observed, track) - expected.of(track)) > tolerance)
                .toList();
    }

    private static double share(ObservedSplit observed, Track track) {
        return switch (track) {
            case RELEASE -> observed.release();
            case BASELINE -> observed.baseline();
            case CANARY -> observed.canary();
        };
    }
}
