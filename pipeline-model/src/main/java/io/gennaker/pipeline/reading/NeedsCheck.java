package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Checks that `needs` names stages that exist and leads to no cycle.
final class NeedsCheck {
    private final Map<String, List<String>> needs = new HashMap<>();
    private final Set<String> done = new HashSet<>();

    private NeedsCheck(List<Stage> stages) {
        stages.forEach(stage -> needs.putIfAbsent(stage.id(), stage.frame().needs()));
    }

    /// @param objects where each of the stages was read from, in the same order
    /// @param unread ids of further stages
    static void run(List<ObjectReader> objects, List<Stage> stages, Set<String> unread) {
        var check = new NeedsCheck(stages);
        unread.forEach(id -> check.needs.putIfAbsent(id, List.of()));
        for (int i = 0; i < stages.size(); i++) {
            check.references(objects.get(i), stages.get(i));
        }
        for (int i = 0; i < stages.size(); i++) {
            check.cycle(objects.get(i), stages.get(i));
        }
    }

    private void references(ObjectReader object, Stage stage) {
        if (!object.has("needs")) {
            return;
        }
        var seen = new HashSet<String>();
        for (String need : stage.frame().needs()) {
            if (!needs.containsKey(need)) {
                String known = String.join(", ", new TreeSet<>(needs.keySet()));
                object.problem("needs", "unknown stage " + quote(need), known);
            } else if (!seen.add(need)) {
                object.problem("needs", quote(need) + " a second time", "each stage once");
            }
        }
    }

    private void cycle(ObjectReader object, Stage stage) {
        var path = new LinkedHashSet<String>();
        List<String> cycle = cycleFrom(stage.id(), path);
        if (!cycle.isEmpty()) {
            object.problem("needs", "a cycle: " + String.join(" needs ", cycle), "stages that do not need themselves");
        }
    }

    /// Depth first; a stage that was left is never entered again, so each cycle is told once.
    private List<String> cycleFrom(String id, LinkedHashSet<String> path) {
        if (!path.add(id)) {
            var cycle = new ArrayList<>(path).subList(List.copyOf(path).indexOf(id), path.size());
            var closed = new ArrayList<>(cycle);
            closed.add(id);
            return closed;
        }
        if (!done.add(id)) {
            path.remove(id);
            return List.of();
        }
        for (String need : needs.getOrDefault(id, List.of())) {
            List<String> cycle = cycleFrom(need, path);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        path.remove(id);
        return List.of();
    }
}
