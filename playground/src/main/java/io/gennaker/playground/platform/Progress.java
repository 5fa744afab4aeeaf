package io.gennaker.playground.platform;

import java.time.Duration;

/// One step of one component while the platform is started or stopped.
///
/// @param detail for a person; may be empty
/// @param elapsed since work on this component began
public record Progress(String component, State state, String detail, Duration elapsed) {
    public enum State {
        STARTING,
        WAITING,
        READY,
        /// Ran already.
        ALREADY_RUNNING,
        STOPPING,
        STOPPED,
        FAILED
    }
}
