package io.gennaker.trigger.matching;

import java.util.List;

/// What became of an event.
///
/// @param outcomes one line for each trigger that the image concerns; none when no pipeline knows the repository
public record Explanation(List<Line> outcomes) {
    public Explanation {
        outcomes = List.copyOf(outcomes);
    }

    /// @param result `Started`, `Duplicate` or `NotMatched`
    /// @param detail the execution, or the condition and what was found
    public record Line(String pipeline, String trigger, String result, String detail) {}
}
