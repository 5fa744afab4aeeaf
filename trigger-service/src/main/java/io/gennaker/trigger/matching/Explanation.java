package io.gennaker.trigger.matching;

import io.gennaker.contracts.TriggerLine;
import java.util.ArrayList;
import java.util.List;

/// What became of an event.
///
/// @param outcomes one line for each trigger that the event concerns; none when no pipeline knows its subject
/// @param omitted lines beyond the most that are kept
public record Explanation(List<TriggerLine> outcomes, int omitted) {
    private static final int MOST = 200;

    public Explanation {
        outcomes = List.copyOf(outcomes);
    }

    static Explanation of(List<TriggerLine> lines) {
        return new Explanation(lines.subList(0, Math.min(MOST, lines.size())), Math.max(0, lines.size() - MOST));
    }

    /// With another line of the same trigger of the same pipeline.
    Explanation with(TriggerLine line) {
        var lines = new ArrayList<>(outcomes);
        lines.replaceAll(known ->
                known.pipeline().equals(line.pipeline()) && known.trigger().equals(line.trigger()) ? line : known);
        return new Explanation(lines, omitted);
    }
}
