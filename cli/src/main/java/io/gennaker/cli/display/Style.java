package io.gennaker.cli.display;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.Verdict;
import org.jspecify.annotations.Nullable;

/// Colours and signs. Without colour the signs alone tell everything.
///
/// @param colour whether escape sequences may be written
public record Style(boolean colour) {
    private static final String RESET = "\u001b[0m";

    enum Tone {
        PLAIN(""),
        GOOD("\u001b[32m"),
        BAD("\u001b[31m"),
        BUSY("\u001b[36m"),
        WARN("\u001b[33m"),
        BASELINE("\u001b[94m"),
        FAINT("\u001b[2m"),
        STRONG("\u001b[1m");

        private final String sequence;

        Tone(String sequence) {
            this.sequence = sequence;
        }
    }

    String paint(Tone tone, String text) {
        return colour && tone != Tone.PLAIN && !text.isEmpty() ? tone.sequence + text + RESET : text;
    }

    public String strong(String text) {
        return paint(Tone.STRONG, text);
    }

    public String faint(String text) {
        return paint(Tone.FAINT, text);
    }

    public String good(String text) {
        return paint(Tone.GOOD, text);
    }

    public String bad(String text) {
        return paint(Tone.BAD, text);
    }

    public String warn(String text) {
        return paint(Tone.WARN, text);
    }

    String sign(StageStatus status) {
        return switch (status) {
            case WAITING -> faint("○");
            case RUNNING -> paint(Tone.BUSY, "●");
            case PAUSED -> warn("‖");
            case SUCCEEDED -> good("✔");
            case SKIPPED -> faint("–");
            case FAILED, TIMED_OUT -> bad("✖");
            case FAILED_CONTINUED -> warn("✖");
            case CANCELLED -> warn("■");
        };
    }

    String sign(StepStatus status) {
        return switch (status) {
            case WAITING -> faint("○");
            case RUNNING -> paint(Tone.BUSY, "●");
            case SUCCEEDED -> good("✔");
            case FAILED, TIMED_OUT -> bad("✖");
            case CANCELLED -> warn("■");
        };
    }

    Tone tone(@Nullable ExecutionStatus status) {
        return switch (status) {
            case null -> Tone.FAINT;
            case QUEUED -> Tone.FAINT;
            case RUNNING -> Tone.BUSY;
            case PAUSED, COMPENSATING, CANCELLED -> Tone.WARN;
            case SUCCEEDED -> Tone.GOOD;
            case FAILED, TIMED_OUT -> Tone.BAD;
        };
    }

    Tone tone(Verdict verdict) {
        return switch (verdict) {
            case PASS -> Tone.GOOD;
            case FAIL -> Tone.BAD;
            case INCONCLUSIVE -> Tone.WARN;
        };
    }

    String sign(Verdict verdict) {
        return switch (verdict) {
            case PASS -> good("✔");
            case FAIL -> bad("✖");
            case INCONCLUSIVE -> warn("?");
        };
    }
}
