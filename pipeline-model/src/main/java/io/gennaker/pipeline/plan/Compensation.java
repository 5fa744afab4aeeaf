package io.gennaker.pipeline.plan;

import java.time.Duration;

/// Takes a step back, on failure, cancel and timeout alike.
///
/// @param id steps that share a compensation share its id; it runs once
public record Compensation(String id, String title, StepAction action, Duration timeout, Layer layer) {

    /// Compensations run layer by layer in this order, and inside a layer the last begun step first.
    public enum Layer {
        /// A release that carries nothing becomes again what it was, before it gets all requests back.
        IDLE_RELEASE,
        /// Requests leave the canary before anything is taken from under them.
        TRAFFIC,
        /// Requests are seen to have left: a mesh whose control plane is away takes weights and does not follow.
        DATA_PLANE,
        WORKLOAD
    }
}
