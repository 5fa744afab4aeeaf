package io.gennaker.cli.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An image that is kept from a pipeline.
///
/// @param image pinned by digest
/// @param by who withdrew it; null where an execution took it back
/// @param execution that took it back; null where a person withdrew it
public record WithdrawnImage(
        String pipeline,
        String application,
        String image,
        @Nullable String by,
        @Nullable String execution,
        String reason,
        Instant at) {
    /// @param inForce false when the orchestrator did not take it in time; it still will
    public record Change(String pipeline, String image, boolean inForce) {}
}
