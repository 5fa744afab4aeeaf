package io.gennaker.deployer.task;

import io.gennaker.contracts.FailureCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a cluster did not do what it was asked.
public abstract sealed class ClusterProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClusterProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// It may work later: the API server is away, overloaded, or somebody else was quicker.
    public static final class Unavailable extends ClusterProblem {
        private static final long serialVersionUID = 1;
        private final @Nullable Duration retryAfter;

        /// @param retryAfter what the server asks for; null when it does not
        public Unavailable(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }

        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /// The object is not the one that was read: read it again.
    public static final class Changed extends ClusterProblem {
        private static final long serialVersionUID = 1;

        public Changed(String message) {
            super(message, null);
        }
    }

    /// It will not work however often it is tried.
    public static final class Refused extends ClusterProblem {
        private static final long serialVersionUID = 1;
        private final FailureCode code;

        public Refused(FailureCode code, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.code = code;
        }

        public FailureCode code() {
            return code;
        }
    }
}
