package io.gennaker.trigger.matching;

import java.util.Optional;

/// Why an event does not start a pipeline.
///
/// @param condition what the trigger asks for
/// @param found what the event has
record Mismatch(String condition, String found) {
    private static final int LONGEST = 300;

    static Optional<Mismatch> of(String condition, String found) {
        return Optional.of(new Mismatch(condition, found));
    }

    String text() {
        return "wanted " + condition + ", found " + (found.length() <= LONGEST ? found : found.substring(0, LONGEST));
    }
}
