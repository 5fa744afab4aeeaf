package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/// How an execution ends, and why.
public record Ending(ExecutionStatus status, @Nullable String reason) {
    public Ending {
        boolean last =
                switch (status) {
                    case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT -> true;
                    case QUEUED, RUNNING, PAUSED, COMPENSATING -> false;
                };
        if (!last) {
            throw new IllegalArgumentException(status + " is not a status to end with");
        }
        reason = reason == null ? null : Bounded.reason(reason);
    }
}
