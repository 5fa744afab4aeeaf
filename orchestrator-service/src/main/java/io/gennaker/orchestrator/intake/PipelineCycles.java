package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.planning.Nesting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds pipelines that would run themselves through others, among those that are in force.
final class PipelineCycles {
    private final Reading reading;
    private final DefinitionStore definitions;

    PipelineCycles(Reading reading, DefinitionStore definitions) {
        this.reading = reading;
        this.definitions = definitions;
    }

    /// Why a pipeline may not be put in force; empty when it closes no cycle.
    Optional<String> closedBy(Reading.Pipeline pipeline) {
        String name = pipeline.version().name();
        var path = new ArrayDeque<>(List.of(name));
        return leadsBack(pipeline.runs(), name, path, new HashSet<>())
                ? Optional.of(pipeline.version().fileName() + ": found a cycle of pipelines, "
                        + String.join(" > ", path) + "; allowed: stages that run pipelines which do not run this one")
                : Optional.empty();
    }

    /// Longer ones are deeper than pipelines may be inside one another, and end there.
    private boolean leadsBack(Set<String> runs, String to, Deque<String> path, Set<String> seen) {
        for (String next : new TreeSet<>(runs)) {
            path.addLast(next);
            if (next.equals(to)
                    || path.size() <= Nesting.DEEPEST && seen.add(next) && leadsBack(of(next), to, path, seen)) {
                return true;
            }
            path.removeLast();
        }
        return false;
    }

    private Set<String> of(String pipeline) {
        return definitions
                .find(DefinitionKind.PIPELINE, pipeline)
                .map(reading::runs)
                .orElse(Set.of());
    }
}
