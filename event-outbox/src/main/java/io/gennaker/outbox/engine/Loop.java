package io.gennaker.outbox.engine;

import java.time.Duration;
import org.jboss.logging.Logger;

/// A thread that takes turns until it is closed. A failed turn is logged and taken again with backoff: no failure
/// ends it.
public final class Loop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(3);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    /// A lasting failure is logged at first and then at every so many turns.
    private static final int LOG_EVERY = 10;

    private final String name;
    private final Backoff backoff;
    private final Signal signal;
    private final Turn turn;
    private final Thread thread;
    private volatile boolean closed;

    /// One turn.
    @FunctionalInterface
    public interface Turn {
        /// @return how long to wait at most, for the signal, before the next one
        Duration take() throws Exception;
    }

    /// @param name of the thread, and in the log
    public Loop(String name, Backoff backoff, Signal signal, Turn turn) {
        this.name = name;
        this.backoff = backoff;
        this.signal = signal;
        this.turn = turn;
        this.thread = Thread.ofPlatform().daemon().name("gennaker-" + name).unstarted(this::run);
    }

    public String name() {
        return name;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try {
                Duration wait = Errors.asFailures(turn::take);
                if (failures > 0) {
                    LOG.infof("Works again loop=%s failures=%d", name, failures);
                }
                failures = 0;
                signal.await(wait);
            } catch (InterruptedException _) {
                // close() interrupts; anything else that does is taken as a wake-up
            } catch (Exception | LinkageError e) {
                failures++;
                logFailure(e, failures);
                pause(backoff.after(failures));
            }
        }
    }

    private void logFailure(Throwable failure, int failures) {
        if (closed) {
            return;
        }
        if (failures % LOG_EVERY == 1) {
            LOG.warnf(failure, "A turn failed and is tried again loop=%s failures=%d", name, failures);
        } else {
            LOG.debugf(failure, "A turn failed and is tried again loop=%s failures=%d", name, failures);
        }
    }

    private void pause(Duration wait) {
        try {
            if (!closed) {
                signal.await(wait);
            }
        } catch (InterruptedException _) {
            // as above
        }
    }

    /// Asks the loop to end after its turn. Returns at once.
    public void end() {
        closed = true;
        signal.give();
    }

    /// Ends the loop: a turn in progress may finish for a moment, then it is interrupted.
    @Override
    public void close() {
        end();
        try {
            if (thread.isAlive() && !thread.join(FINISH_WITHIN)) {
                thread.interrupt();
                if (!thread.join(CLOSE_WITHIN)) {
                    LOG.warnf("Did not end in time loop=%s", name);
                }
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
