package io.gennaker.judgement.slack;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Slack did not do what it was asked.
final class SlackFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;
    private final @Nullable Duration retryAfter;

    private SlackFailed(String message, boolean refused, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.refused = refused;
        this.retryAfter = retryAfter;
    }

    /// The same request will never do.
    static SlackFailed refused(String message) {
        return new SlackFailed(message, true, null, null);
    }

    /// It may do later; whether it did this time is not known.
    static SlackFailed passing(String message, @Nullable Throwable cause) {
        return new SlackFailed(message, false, null, cause);
    }

    /// Too many requests; it did nothing.
    static SlackFailed tooMany(Duration retryAfter) {
        return new SlackFailed("Slack asks to wait for " + retryAfter.toSeconds() + " s", false, retryAfter, null);
    }

    boolean isRefused() {
        return refused;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
