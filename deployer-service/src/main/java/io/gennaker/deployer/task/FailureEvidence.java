package io.gennaker.deployer.task;

import io.gennaker.deployer.readiness.EndedContainer;
import io.gennaker.deployer.readiness.Surroundings;
import io.gennaker.deployer.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What helps to understand a failure: the newest warning, and the last lines of a container that ended badly.
final class FailureEvidence {
    private static final int BYTES = 8 * 1024;
    private static final int LINES = 5;
    private static final int LONGEST_LINE = 200;

    private final TaskContext context;
    private final Surroundings surroundings;

    FailureEvidence(TaskContext context, Surroundings surroundings) {
        this.context = context;
        this.surroundings = surroundings;
    }

    /// To be added to a reason; empty when there is nothing more to say.
    String of(List<Resource> objects, String reason) {
        var about = new ArrayList<>(objects);
        about.addAll(surroundings.replicaSets());
        about.addAll(surroundings.pods());
        String warning = surroundings
                .newestWarning(about)
                .filter(text -> !reason.contains(text.substring(text.indexOf(':') + 2)))
                .map(text -> "; " + text)
                .orElse("");
        return warning
                + EndedContainer.newest(surroundings.pods())
                        .flatMap(this::lastLines)
                        .orElse("");
    }

    private Optional<String> lastLines(EndedContainer container) {
        String log;
        try {
            log = context.cluster().log(context.namespace(), container.pod(), container.name(), BYTES);
        } catch (ClusterProblem unreadable) {
            // A failure is told without its log rather than not at all.
            return Optional.empty();
        }
        List<String> lines =
                log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("; last log lines of " + container.pod() + "/" + container.name() + ": "
                        + lines.stream()
                                .skip(Math.max(0, lines.size() - LINES))
                                .map(line ->
                                        line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...")
                                .collect(Collectors.joining(" | ")));
    }
}
