package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import java.time.Duration;

/// How long a symptom may last before it counts as a failure.
///
/// @param image an image that cannot be pulled: registries have short failures
/// @param crashLoop containers that end again and again: some wait in this way for what they need
/// @param unschedulable no node has room: an autoscaler may bring one
/// @param refused quota or admission keeps pods from being made; a route leads nowhere
public record Patience(Duration image, Duration crashLoop, Duration unschedulable, Duration refused) {
    public static final Patience USUAL = new Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(10));

    /// What has no patience of its own may last until the deadline.
    Duration with(FailureCode code) {
        return switch (code) {
            case IMAGE_NOT_FOUND -> image;
            case CRASH_LOOP -> crashLoop;
            case UNSCHEDULABLE -> unschedulable;
            case QUOTA_EXCEEDED, REFUSED, ROUTE_INVALID -> refused;
            case NOT_READY,
                    CONFLICT,
                    JOB_FAILED,
                    NO_RELEASE,
                    TRAFFIC_NOT_CONFIRMED,
                    UNKNOWN_CLUSTER,
                    METRICS_UNAVAILABLE,
                    QUERY_REFUSED,
                    CALLOUT_FAILED,
                    TIMED_OUT,
                    INTERNAL -> Duration.ofDays(365);
        };
    }
}
