package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.StageStatus;
import org.jspecify.annotations.Nullable;

/// Words for people about a stage that did not end well.
final class StageFailure {
    private StageFailure() {}

    static String sentence(String stage, StageStatus status, @Nullable String reason) {
        return "stage " + stage + " " + verb(status) + (reason == null ? "" : ": " + reason);
    }

    static String verb(StageStatus status) {
        return switch (status) {
            case FAILED, FAILED_CONTINUED -> "failed";
            case TIMED_OUT -> "timed out";
            case CANCELLED -> "was cancelled";
            case SKIPPED -> "was skipped";
            case SUCCEEDED -> "succeeded";
            case WAITING -> "waits";
            case RUNNING -> "runs";
            case PAUSED -> "is paused";
        };
    }
}
