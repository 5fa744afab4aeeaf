package io.gennaker.outbox.engine;

import java.time.Duration;
import java.util.Optional;

/// How long a loop may sleep.
final class Waits {
    private Waits() {}

    /// Until `next`, where it is known, but neither shorter nor longer than the bounds.
    static Duration between(Duration shortest, Optional<Duration> next, Duration longest) {
        Duration wait = next.filter(due -> due.compareTo(longest) < 0).orElse(longest);
        return wait.compareTo(shortest) > 0 ? wait : shortest;
    }
}
