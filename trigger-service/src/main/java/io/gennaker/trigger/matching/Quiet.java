package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionCommand;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A start that waits until nothing else has come for a while.
///
/// @param trigger of the pipeline that it starts
/// @param event identity of the newest event
/// @param superseded identities of those before it, the newest first
/// @param due when it is quiet
public record Quiet(String trigger, String event, ExecutionCommand.Start start, List<String> superseded, Instant due) {
    private static final int MOST_NAMED = 20;

    public Quiet {
        superseded = superseded.stream().limit(MOST_NAMED).toList();
    }

    /// The port to the timers.
    @FunctionalInterface
    public interface Timers {
        /// Has the quiet of a trigger ended at a time; a second call for it moves the time.
        void end(String pipeline, String trigger, Instant due);
    }

    /// With a newer event in the place of this one.
    Quiet with(String newer, ExecutionCommand.Start next, Instant quiet) {
        return new Quiet(
                trigger,
                newer,
                next,
                Stream.concat(Stream.of(event), superseded.stream()).toList(),
                quiet);
    }

    /// An older event came late.
    Quiet after(String older, Instant quiet) {
        return new Quiet(
                trigger,
                event,
                start,
                Stream.concat(Stream.of(older), superseded.stream()).toList(),
                quiet);
    }

    /// For people, after the execution: `; in the place of ev-1, ev-2`.
    String words() {
        return superseded.isEmpty() ? "" : "; in the place of " + String.join(", ", superseded);
    }
}
