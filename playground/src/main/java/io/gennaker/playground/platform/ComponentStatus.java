package io.gennaker.playground.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How one component is.
///
/// @param detail why it is not ready; else empty
/// @param pid of its process, where it runs
/// @param residentBytes main memory that its process, with the processes below it, takes now
public record ComponentStatus(
        String name,
        State state,
        String detail,
        OptionalLong pid,
        List<Port> ports,
        Optional<String> address,
        Optional<Duration> uptime,
        OptionalLong residentBytes) {
    public enum State {
        STOPPED,
        /// Its process ended without being asked to.
        CRASHED,
        /// Runs, and says that it cannot do its work at the moment.
        NOT_READY,
        READY
    }
}
