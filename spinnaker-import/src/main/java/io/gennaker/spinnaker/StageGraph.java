package io.gennaker.spinnaker;

import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Slug;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Stages in an order in which each stands behind those that it needs, with their ids in the definition.
///
/// @param nodes in that order
record StageGraph(List<Node> nodes) {
    private static final int LONGEST_ID = 40;

    /// @param needs ids of stages before
    record Node(Fields stage, String id, List<String> needs) {
        Node {
            needs = List.copyOf(needs);
        }
    }

    StageGraph {
        nodes = List.copyOf(nodes);
    }

    /// Ids by the stage's name; of stages with one name the first counts, as in Spinnaker.
    Map<String, String> idsByName() {
        var ids = new LinkedHashMap<String, String>();
        nodes.forEach(node -> ids.putIfAbsent(node.stage().text("name").orElse(""), node.id()));
        ids.remove("");
        return ids;
    }

    /// Ids of the stages that a stage needs, however far up.
    Set<String> before(Node node) {
        var before = new HashSet<>(node.needs());
        for (int i = nodes.indexOf(node) - 1; i >= 0; i--) {
            if (before.contains(nodes.get(i).id())) {
                before.addAll(nodes.get(i).needs());
            }
        }
        return before;
    }

    Set<String> ids() {
        var ids = new HashSet<String>();
        nodes.forEach(node -> ids.add(node.id()));
        return ids;
    }

    /// @throws UnusableGraph when a stage needs one that is not there, or itself
    static StageGraph of(List<Fields> stages) throws UnusableGraph {
        boolean linear = stages.stream().noneMatch(stage -> stage.has("refId"));
        var byReference = new LinkedHashMap<String, Fields>();
        for (int i = 0; i < stages.size(); i++) {
            String reference = linear ? "" + i : stages.get(i).text("refId").orElse("");
            if (reference.isEmpty() || byReference.put(reference, stages.get(i)) != null) {
                throw new UnusableGraph("stages[" + i + "].refId '" + reference + "' is empty or there twice");
            }
        }
        var needs = new LinkedHashMap<String, List<String>>();
        String previous = "";
        for (Map.Entry<String, Fields> stage : byReference.entrySet()) {
            List<String> linearNeed = previous.isEmpty() ? List.of() : List.of(previous);
            needs.put(
                    stage.getKey(),
                    linear
                            ? linearNeed
                            : stage.getValue().texts("requisiteStageRefIds").stream()
                                    .distinct()
                                    .toList());
            previous = stage.getKey();
        }
        return ordered(byReference, needs);
    }

    private static StageGraph ordered(Map<String, Fields> stages, Map<String, List<String>> needs)
            throws UnusableGraph {
        var taken = new HashSet<String>();
        var ids = new LinkedHashMap<String, String>();
        stages.forEach((reference, stage) -> ids.put(
                reference,
                Slug.unique(
                        Slug.ofStage(stage.text("name").orElse("stage " + reference), LONGEST_ID),
                        LONGEST_ID,
                        "-",
                        taken)));
        var nodes = new ArrayList<Node>();
        var left = new LinkedHashMap<>(stages);
        while (!left.isEmpty()) {
            Map.Entry<String, Fields> next = left.entrySet().stream()
                    .filter(stage -> needs.getOrDefault(stage.getKey(), List.of()).stream()
                            .noneMatch(left::containsKey))
                    .findFirst()
                    .orElseThrow(
                            () -> new UnusableGraph("a cycle among the stages " + String.join(", ", left.keySet())));
            String reference = next.getKey();
            List<String> before = needs.getOrDefault(reference, List.of());
            for (String need : before) {
                if (!ids.containsKey(need)) {
                    throw new UnusableGraph("stage '" + reference + "' needs '" + need + "', which is not there");
                }
            }
            nodes.add(new Node(
                    next.getValue(),
                    ids.getOrDefault(reference, reference),
                    before.stream().map(need -> ids.getOrDefault(need, need)).toList()));
            left.remove(reference);
        }
        return new StageGraph(nodes);
    }

    /// The stages do not make a graph that can run.
    static final class UnusableGraph extends Exception {
        private static final long serialVersionUID = 1;

        UnusableGraph(String message) {
            super(message);
        }
    }
}
