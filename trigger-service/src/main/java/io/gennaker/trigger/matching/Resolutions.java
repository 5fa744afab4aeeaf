package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionCommand;
import java.time.Instant;

/// Starts whose images the registry must name by digest first.
public interface Resolutions {
    /// Has the digests looked up, as part of the caller's transaction; asked twice, it is done once.
    void request(Pending pending);

    /// @param event identity of the event
    /// @param until when it is given up
    record Pending(String event, String trigger, ExecutionCommand.Start start, Instant until) {}
}
