package io.gennaker.cli.display;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.Verdict;
import org.jspecify.annotations.Nullable;

/// States in words for people.
public final class Word {
    private Word() {}

    public static String of(@Nullable ExecutionStatus status) {
        return switch (status) {
            case null -> "Not accepted yet";
            case QUEUED -> "Queued";
            case RUNNING -> "Running";
            case PAUSED -> "Paused";
            case COMPENSATING -> "Taking back";
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed";
            case CANCELLED -> "Cancelled";
            case TIMED_OUT -> "Timed out";
        };
    }

    static String of(StepStatus status) {
        return switch (status) {
            case WAITING -> "waits";
            case RUNNING -> "running";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case TIMED_OUT -> "timed out";
        };
    }

    public static String of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "Pass";
            case FAIL -> "Fail";
            case INCONCLUSIVE -> "Inconclusive";
        };
    }

    public static String of(JudgementOutcome outcome) {
        return switch (outcome) {
            case APPROVED -> "Approved";
            case REJECTED -> "Rejected";
            case EXPIRED -> "Expired";
        };
    }
}
