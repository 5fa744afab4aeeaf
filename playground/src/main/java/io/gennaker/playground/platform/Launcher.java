package io.gennaker.playground.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Starts and stops the process of one component.
interface Launcher {
    /// Starts the process so that it outlives this one.
    ///
    /// @param log appended to by the process
    ProcessHandle start(Path log) throws IOException;

    /// Brings the running process to where its component counts as started; repeated at every start, so that a start
    /// that was cut off in between is finished by the next one.
    default void prepare() throws IOException {}

    /// A process that runs although no pid file tells of it, where the component can be found by other means.
    default Optional<ProcessHandle> find() {
        return Optional.empty();
    }

    /// Asks the process to end; whether it did, and what then, is the caller's matter.
    ///
    /// @param bound may be waited for at most
    void stop(ProcessHandle process, Duration bound);
}
