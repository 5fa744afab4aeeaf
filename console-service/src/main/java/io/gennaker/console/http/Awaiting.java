package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Waits for what an asynchronous act comes to, woken by changes and never by a clock.
@ApplicationScoped
public class Awaiting {
    private final ChangeFeed changes;

    Awaiting(ChangeFeed changes) {
        this.changes = changes;
    }

    /// Acts, then looks after each change of `subject` until something is found, and a last time when patience ends:
    /// a change may not have been heard.
    ///
    /// @return empty when nothing was found in time
    <T> Optional<T> after(Runnable act, String subject, Supplier<Optional<T>> look, Duration patience)
            throws InterruptedException {
        var heard = new Semaphore(0);
        // Listens before it acts: the change may come at once.
        Runnable end = changes.listen(changed -> {
            if (changed.equals(subject) || changed.equals(ChangeFeed.EVERYTHING)) {
                heard.release();
            }
        });
        try {
            act.run();
            long deadline = System.nanoTime() + patience.toNanos();
            Optional<T> found = look.get();
            boolean inTime = true;
            while (found.isEmpty() && inTime) {
                inTime = heard.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                heard.drainPermits();
                found = look.get();
            }
            return found;
        } finally {
            end.run();
        }
    }
}
