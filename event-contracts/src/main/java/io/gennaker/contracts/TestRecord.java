package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How one test of a Job ended.
///
/// @param seconds how long it took; null when the report does not say
/// @param message why it did not pass, shortened
public record TestRecord(
        String suite,
        String name,
        Outcome outcome,
        @Nullable Double seconds,
        @Nullable String message) {
    /// In characters.
    public static final int LONGEST_MESSAGE = 1_000;

    public enum Outcome {
        @JsonProperty("Passed")
        PASSED,
        /// What it checks does not hold.
        @JsonProperty("Failed")
        FAILED,
        /// It broke off.
        @JsonProperty("Errored")
        ERRORED,
        @JsonProperty("Skipped")
        SKIPPED
    }

    public TestRecord {
        Check.atMost("characters of suite", suite.length(), 300);
        Check.text("name", name, 300);
        seconds = Check.finiteOrNull(seconds);
        if (message != null) {
            Check.atMost("characters of message", message.length(), LONGEST_MESSAGE);
        }
    }
}
