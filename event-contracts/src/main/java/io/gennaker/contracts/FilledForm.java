package io.gennaker.contracts;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What somebody chose and put in.
///
/// @param choice by name; null where the question offers none
/// @param inputs as text, by name
public record FilledForm(@Nullable String choice, Map<String, String> inputs) {
    /// Longest value in characters.
    public static final int LONGEST_INPUT = 500;

    public static final FilledForm EMPTY = new FilledForm(null, Map.of());

    public FilledForm {
        Check.atMost("inputs", inputs.size(), AnswerForm.MOST);
        for (String value : inputs.values()) {
            if (value.length() > LONGEST_INPUT) {
                throw new IllegalArgumentException(
                        "an input has " + value.length() + " characters; at most " + LONGEST_INPUT + " are allowed");
            }
        }
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    }

    /// As it travels: nothing where there is nothing to say.
    public @Nullable FilledForm orNull() {
        return equals(EMPTY) ? null : this;
    }
}
