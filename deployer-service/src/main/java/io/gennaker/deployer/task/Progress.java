package io.gennaker.deployer.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What was last said about a task, so that the same is not said twice and nothing is said too often.
final class Progress {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private String said = "";
    private String latest = "";
    private Instant saidAt = Instant.EPOCH;

    /// The text to say now, if any; a text that comes too soon is kept until [#due].
    Optional<String> say(String text, Instant now) {
        latest = text;
        if (text.isEmpty() || text.equals(said) || now.isBefore(saidAt.plus(BETWEEN))) {
            return Optional.empty();
        }
        said = text;
        saidAt = now;
        return Optional.of(text);
    }

    /// When the kept text may be said.
    Optional<Instant> due() {
        return latest.equals(said) ? Optional.empty() : Optional.of(saidAt.plus(BETWEEN));
    }

    /// What the task was last waiting for.
    String latest() {
        return latest.isEmpty() ? "not begun" : latest;
    }
}
