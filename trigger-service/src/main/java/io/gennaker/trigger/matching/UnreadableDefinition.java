package io.gennaker.trigger.matching;

import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A definition in force that this version of the service cannot read. Names the first problems.
public final class UnreadableDefinition extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MOST_NAMED = 3;
    private static final int LONGEST = 600;

    UnreadableDefinition(List<Problem> problems) {
        super(message(problems));
    }

    private static String message(List<Problem> problems) {
        String named =
                problems.stream().limit(MOST_NAMED).map(Problem::toString).collect(Collectors.joining("; "));
        String text = "the definition has " + problems.size() + " problems: " + named;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
