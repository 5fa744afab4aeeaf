package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The stages as far as expressions may refer to them, known before any stage is read: what each needs and what it
/// gives. Says nothing of mistakes; those who read the stages do.
final class StageIndex {
    private record Entry(List<String> needs, Scope.Fields outputs) {}

    private final Map<String, Entry> stages = new LinkedHashMap<>();

    static StageIndex of(Optional<YamlNode> stages) {
        var index = new StageIndex();
        @Nullable String previous = null;
        if (stages.orElse(null) instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                Optional<String> id = text(item, "id");
                if (id.isPresent()) {
                    List<String> needs = needs(item).orElse(previous == null ? List.of() : List.of(previous));
                    index.stages.putIfAbsent(id.get(), new Entry(needs, outputs(item)));
                    previous = id.get();
                }
            }
        }
        return index;
    }

    /// What an expression of a stage may read of the stages that have ended for certain by then.
    Scope.Fields.Known before(String stage) {
        var before = new TreeMap<String, Scope.Fields>();
        var open = new ArrayDeque<>(needsOf(stage));
        while (!open.isEmpty()) {
            String id = open.pop();
            Entry entry = stages.get(id);
            if (entry != null && !before.containsKey(id)) {
                before.put(id, new Scope.Fields.Known(Map.of("status", Scope.Fields.OPEN, "outputs", entry.outputs())));
                open.addAll(entry.needs());
            }
        }
        return new Scope.Fields.Known(before);
    }

    private List<String> needsOf(String stage) {
        Entry entry = stages.get(stage);
        return entry == null ? List.of() : entry.needs();
    }

    private static Optional<String> text(YamlNode node, String key) {
        return value(node, key)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(scalar -> ((YamlNode.Scalar) scalar).text());
    }

    private static Optional<YamlNode> value(YamlNode node, String key) {
        return node instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty();
    }

    private static Optional<List<String>> needs(YamlNode stage) {
        return value(stage, "needs")
                .map(needs -> needs instanceof YamlNode.Sequence sequence
                        ? sequence.items().stream()
                                .filter(YamlNode.Scalar.class::isInstance)
                                .map(item -> ((YamlNode.Scalar) item).text())
                                .toList()
                        : List.of());
    }

    private static Scope.Fields outputs(YamlNode stage) {
        if (value(stage, "forEach").isPresent()) {
            return Scope.Fields.OPEN;
        }
        String kind = text(stage, "kind").orElse("");
        return switch (kind) {
            case "evaluate" -> Scope.Fields.of(keys(stage, "values"));
            case "webhook" -> {
                var names = keys(stage, "outputs");
                names.add("status");
                yield Scope.Fields.of(names);
            }
            case "judgement", "canary", "blueGreen", "rollingOut" -> {
                var names = new TreeSet<>(Outputs.ofKind(kind).orElseThrow().keySet());
                inputs(stage, names);
                items(stage, "steps").forEach(step -> value(step, "judgement").ifPresent(ask -> inputs(ask, names)));
                yield Scope.Fields.of(names);
            }
            default ->
                Outputs.ofKind(kind)
                        .<Scope.Fields>map(types -> Scope.Fields.of(types.keySet()))
                        .orElse(Scope.Fields.OPEN);
        };
    }

    /// Names of what a question asks for.
    private static void inputs(YamlNode question, Set<String> names) {
        items(question, "inputs").forEach(input -> text(input, "name").ifPresent(names::add));
    }

    private static List<YamlNode> items(YamlNode node, String key) {
        return value(node, key).orElse(null) instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
    }

    private static TreeSet<String> keys(YamlNode stage, String key) {
        var keys = new TreeSet<String>();
        if (value(stage, key).orElse(null) instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> keys.add(entry.key().text()));
        }
        return keys;
    }
}
