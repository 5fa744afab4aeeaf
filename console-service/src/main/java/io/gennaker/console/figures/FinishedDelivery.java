package io.gennaker.console.figures;

import java.time.Duration;
import java.time.Instant;

/// An execution that carried images, began, and succeeded, failed or timed out. One that people cancelled counts as
/// neither.
///
/// @param succeeded whether its images were delivered; else it failed or timed out
public record FinishedDelivery(String pipeline, boolean succeeded, Instant acceptedAt, Instant finishedAt) {
    Duration leadTime() {
        return Duration.between(acceptedAt, finishedAt);
    }
}
