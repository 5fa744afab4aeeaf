package io.gennaker.orchestrator.intake;

import io.gennaker.orchestrator.execution.Timer;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The timers that an execution has set, and its alarm: when it is to be woken for them. The alarm is never later than
/// the first that is due. It may be earlier, for one that was cancelled; then it wakes the execution for nothing.
///
/// So it is seldom moved. A stage sets a timer at its beginning and cancels it at its end; the timer of the stage after
/// it is later still. As long as the alarm that the first of them set has not gone off, it is the alarm of all.
///
/// Belongs to one transaction. Used by one thread.
public final class SetTimers {
    private final TreeMap<String, Instant> due;
    private @Nullable Instant alarm;
    private boolean changed;

    /// @param due by the name of the timer
    /// @param alarm null where there is none
    public SetTimers(Map<String, Instant> due, @Nullable Instant alarm) {
        this.due = new TreeMap<>(due);
        this.alarm = alarm;
    }

    public static SetTimers none() {
        return new SetTimers(Map.of(), null);
    }

    public Map<String, Instant> due() {
        return Collections.unmodifiableMap(due);
    }

    public @Nullable Instant alarm() {
        return alarm;
    }

    /// Whether it differs from what was last [#written].
    public boolean changed() {
        return changed;
    }

    public void written() {
        changed = false;
    }

    /// Sets a timer, or moves it.
    ///
    /// @return the time to which the alarm must be moved; empty where it can stay
    public Optional<Instant> set(Timer timer, Instant at) {
        changed = true;
        due.keySet().removeIf(timer::replaces);
        due.put(timer.name(), at);
        if (alarm != null && !at.isBefore(alarm)) {
            return Optional.empty();
        }
        alarm = at;
        return Optional.of(at);
    }

    public void cancel(Timer timer) {
        changed |= due.keySet().removeIf(timer::replaces);
    }

    /// Cancels all, the alarm with them.
    public void cancelAll() {
        due.clear();
        alarm = null;
        changed = true;
    }

    /// The alarm went off: takes out the first that is due. One at a time, as what it leads to may cancel or move the
    /// others. When none is due, the alarm is for the next.
    public Optional<Timer> ring(Instant now) {
        changed = true;
        var first = due.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::copyOf);
        if (first.isEmpty() || first.get().getValue().isAfter(now)) {
            alarm = first.map(Map.Entry::getValue).orElse(null);
            return Optional.empty();
        }
        due.remove(first.get().getKey());
        return Optional.of(Timer.named(first.get().getKey()));
    }
}
