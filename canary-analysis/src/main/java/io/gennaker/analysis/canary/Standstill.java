package io.gennaker.analysis.canary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A time in which an analysis stood still, as its execution was paused.
///
/// @param until null: it still does
public record Standstill(Instant since, @Nullable Instant until) {

    /// All of an analysis, in order of time.
    ///
    /// @param deadline when the asker stops waiting, as it said last; null: as it said at first
    public record History(
            List<Standstill> standstills, @Nullable Instant deadline) {
        public static final History NONE = new History(List.of(), null);

        public History {
            standstills = List.copyOf(standstills);
        }

        /// The one that lasts; null: it goes on.
        public @Nullable Standstill current() {
            return standstills.isEmpty() || standstills.getLast().until() != null ? null : standstills.getLast();
        }
    }
}
