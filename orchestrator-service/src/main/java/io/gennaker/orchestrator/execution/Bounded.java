package io.gennaker.orchestrator.execution;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Limits for text from outside that stays in the state of an execution, so that the state stays small.
final class Bounded {
    static final int LONGEST_REASON = 2_000;
    static final int LONGEST_OUTPUT = 1_000;
    static final int MOST_OUTPUTS = 64;

    private Bounded() {}

    static String reason(String text) {
        return cut(text, LONGEST_REASON);
    }

    /// Long values are cut. Of too many outputs the first by name are kept: the same ones at each replay.
    static Map<String, String> outputs(Map<String, String> outputs) {
        var kept = new TreeMap<String, String>();
        new TreeMap<>(outputs)
                .entrySet().stream()
                        .limit(MOST_OUTPUTS)
                        .forEach(output -> kept.put(output.getKey(), cut(output.getValue(), LONGEST_OUTPUT)));
        return Collections.unmodifiableMap(kept);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
