package io.gennaker.deployer.task;

import io.gennaker.contracts.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What came of trying a step.
public sealed interface Happening {
    /// The step has had its effect.
    ///
    /// @param said in words for people; empty when there is nothing worth telling
    record Done(Map<String, String> outputs, String said) implements Happening {
        public Done {
            outputs = Map.copyOf(outputs);
        }
    }

    /// Everything was as wanted; nothing was written.
    record AlreadyDone() implements Happening {}

    /// There is nothing at all to do for this task.
    record Needless(String why) implements Happening {}

    /// Not yet; worth another look when something changes, or at `lookAgain`.
    record Still(String reason, Optional<Instant> lookAgain) implements Happening {
        Still(String reason) {
            this(reason, Optional.empty());
        }
    }

    /// The cluster is away or busy.
    record Unavailable(String reason, Optional<Duration> retryAfter) implements Happening {}

    /// No later try can work.
    record Impossible(FailureCode code, String reason) implements Happening {}

    /// Somebody asked to end the task.
    record CancelAsked() implements Happening {}

    /// The asker no longer waits.
    ///
    /// @param lastReason what the task was waiting for
    record DeadlinePassed(String lastReason) implements Happening {}

    static Happening done() {
        return new Done(Map.of(), "");
    }

    static Happening done(String said) {
        return new Done(Map.of(), said);
    }
}
