package io.gennaker.pipeline.template;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.reading.Manifests;
import io.gennaker.pipeline.reading.Source;
import io.gennaker.pipeline.reading.Words;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes the stages of a pipeline out of those of its template: conditional ones are in or out, repeated ones are there
/// once per item, and the pipeline's own stand where the template lets them.
///
/// Every stage gets its `needs` written out. A stage that is left out hands on what it needs to those that need it.
final class StageExpansion {
    /// Of all repetitions together, also of those that leave every stage out.
    private static final int MOST_ROUNDS = 10_000;

    private static final Set<String> OWN_KEYS = Set.of("id", "if", "repeat", "needs");

    private final Source template;
    private final Source pipeline;
    private final Map<String, YamlNode> insertions;
    private final boolean everything;
    private final List<Made> made = new ArrayList<>();
    private int rounds;
    private boolean tooMany;

    record Made(String id, List<String> needs, YamlNode.Mapping node, Origin origin) {}

    /// A list of stages while it is expanded.
    ///
    /// @param suffix of ids, as the repetitions around it have it
    /// @param ends by the id in the template: the stages that have to end where it shall have ended
    /// @param own ids of the list's own entries so far; the others that have ends stand around it
    /// @param entering what the list as a whole waits for
    private record Level(
            Filling filling, String suffix, Map<String, List<String>> ends, Set<String> own, List<String> entering) {
        Level inside(Filling inner, String moreSuffix, List<String> needs) {
            return new Level(inner, suffix + moreSuffix, new HashMap<>(ends), new HashSet<>(), needs);
        }

        void define(String id, List<String> itsEnds) {
            ends.put(id, itsEnds);
            own.add(id);
        }
    }

    /// @param insertions stages of the pipeline, by insertion point
    /// @param everything whether conditions are taken as true: the template is checked without a pipeline
    StageExpansion(Source template, Source pipeline, Map<String, YamlNode> insertions, boolean everything) {
        this.template = template;
        this.pipeline = pipeline;
        this.insertions = Map.copyOf(insertions);
        this.everything = everything;
    }

    List<Made> expand(YamlNode stages, String path, Filling filling) {
        block(stages, path, new Level(filling, "", new HashMap<>(), new HashSet<>(), List.of()));
        return made;
    }

    /// @return ids of the stages that have ended when all of the list have
    private List<String> block(YamlNode stages, String path, Level level) {
        int first = made.size();
        List<String> previous = level.entering();
        if (stages instanceof YamlNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size() && !tooMany; i++) {
                var entry = (YamlNode.Mapping) sequence.items().get(i);
                previous = entry(entry, path + "[" + i + "]", level, previous);
            }
        }
        return endsSince(first, level.entering());
    }

    private List<String> endsSince(int first, List<String> entering) {
        List<Made> block = made.subList(first, made.size());
        var ends = new LinkedHashSet<String>();
        block.forEach(stage -> ends.add(stage.id()));
        block.forEach(stage -> ends.removeAll(stage.needs()));
        return ends.isEmpty() ? entering : List.copyOf(ends);
    }

    private List<String> entry(YamlNode.Mapping entry, String path, Level level, List<String> previous) {
        List<String> needs = needs(template, entry, path, level, previous);
        Optional<YamlNode> point = entry.get("insert");
        if (point.isPresent()) {
            return insertion(text(point.get()), level.inside(level.filling(), "", needs));
        }
        String id = text(entry.get("id").orElse(entry));
        List<String> ends = holds(entry, path, level.filling()) ? repeated(entry, id, path, level, needs) : needs;
        level.define(id, ends);
        return ends;
    }

    private List<String> needs(Source source, YamlNode.Mapping entry, String path, Level level, List<String> previous) {
        Optional<YamlNode> written = entry.get("needs");
        if (written.isEmpty()) {
            return previous;
        }
        if (!(written.get() instanceof YamlNode.Sequence names)) {
            source.problem(written.get(), path + ".needs", written.get().describe(), "a list of stages");
            return previous;
        }
        var needs = new LinkedHashSet<String>();
        for (YamlNode name : names.items()) {
            List<String> ends = level.ends().get(text(name));
            if (ends == null) {
                String above = String.join(", ", new TreeSet<>(level.ends().keySet()));
                source.problem(
                        name,
                        path + ".needs",
                        "unknown stage " + quote(text(name)),
                        "stages above: " + (above.isEmpty() ? "there is none" : above));
            } else {
                needs.addAll(ends);
            }
        }
        // Who names an entry of its own list waits for what the list waits for by that one; all others do so here.
        if (names.items().stream().map(StageExpansion::text).noneMatch(level.own()::contains)) {
            needs.addAll(level.entering());
        }
        return List.copyOf(needs);
    }

    private boolean holds(YamlNode.Mapping entry, String path, Filling filling) {
        Optional<YamlNode> condition = entry.get("if");
        if (condition.isEmpty()) {
            return true;
        }
        Optional<Value> value = filling.evaluate(condition.get(), path + ".if");
        if (value.isPresent() && !(value.get() instanceof Value.Truth)) {
            template.problem(condition.get(), path + ".if", "no truth value", "an expression that gives true or false");
        }
        return everything || value.filter(new Value.Truth(true)::equals).isPresent();
    }

    private List<String> repeated(YamlNode.Mapping entry, String id, String path, Level level, List<String> needs) {
        Optional<YamlNode.Mapping> repeat =
                entry.get("repeat").filter(YamlNode.Mapping.class::isInstance).map(YamlNode.Mapping.class::cast);
        if (repeat.isEmpty()) {
            return once(entry, id, path, level.inside(level.filling(), "", needs));
        }
        boolean inSequence = repeat.get()
                .get("inSequence")
                .filter(node -> Boolean.parseBoolean(text(node)))
                .isPresent();
        var ends = new LinkedHashSet<String>();
        List<String> entering = needs;
        List<Value> items = items(repeat.get(), path + ".repeat", level.filling());
        for (int i = 0; i < items.size() && !tooMany; i++) {
            countRound(repeat.get(), path + ".repeat");
            Filling each = level.filling().with("each", Map.of("value", items.get(i), "index", new Value.Whole(i)));
            String suffix = "-" + key(repeat.get(), path + ".repeat", each, items.get(i), i);
            List<String> ended = once(entry, id, path, level.inside(each, suffix, entering));
            if (inSequence) {
                entering = ended;
                ends.clear();
            }
            ends.addAll(ended);
        }
        return ends.isEmpty() ? needs : List.copyOf(ends);
    }

    private void countRound(YamlNode.Mapping repeat, String path) {
        if (++rounds > MOST_ROUNDS) {
            tooMany = true;
            template.problem(
                    repeat, path, "more than " + MOST_ROUNDS + " repetitions", "at most that many, all together");
        }
    }

    private List<Value> items(YamlNode.Mapping repeat, String path, Filling filling) {
        YamlNode in = repeat.get("in").orElse(repeat);
        Optional<Value> value = filling.evaluate(in, path + ".in");
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Value.Many many) || many.items().size() > PipelineDefinition.MOST_STAGES) {
            template.problem(
                    in,
                    path + ".in",
                    "no list",
                    "an expression that gives a list of at most " + PipelineDefinition.MOST_STAGES);
            return List.of();
        }
        if (everything && many.items().isEmpty()) {
            template.problem(in, path + ".in", "an empty list", "an example with an item, with which it is checked");
        }
        return many.items();
    }

    private String key(YamlNode.Mapping repeat, String path, Filling each, Value item, int index) {
        Optional<YamlNode> written = repeat.get("key");
        String key = written.flatMap(node -> each.evaluate(node, path + ".key"))
                .or(() -> Optional.of(item))
                .flatMap(Value::inText)
                .orElse(Integer.toString(index));
        if (!Words.NAME.fit(key)) {
            template.problem(
                    written.orElse(repeat), path, "key " + quote(key), Words.NAME.allowed() + "; `key` may make one");
        }
        return key;
    }

    private List<String> once(YamlNode.Mapping entry, String id, String path, Level level) {
        Optional<YamlNode> group = entry.get("stages");
        if (group.isPresent()) {
            return block(group.get(), path + ".stages", level);
        }
        var own = new ArrayList<YamlNode.Entry>();
        entry.entries().stream()
                .filter(key -> !OWN_KEYS.contains(key.key().text()))
                .forEach(own::add);
        YamlNode filled = level.filling().fill(new YamlNode.Mapping(own, entry.location()), path);
        tooMany |= level.filling().growth().isOver();
        YamlNode named = Manifests.renamed(filled, Folders::inTemplate);
        return add(template, entry, id, level, (YamlNode.Mapping) named, new Origin(true, path));
    }

    private List<String> insertion(String point, Level level) {
        int first = made.size();
        YamlNode stages = insertions.get(point);
        if (stages instanceof YamlNode.Sequence sequence) {
            List<String> previous = level.entering();
            for (int i = 0; i < sequence.items().size() && !tooMany; i++) {
                String path = "spec.template.insert." + point + "[" + i + "]";
                previous = inserted((YamlNode.Mapping) sequence.items().get(i), path, level, previous);
            }
        }
        return endsSince(first, level.entering());
    }

    private List<String> inserted(YamlNode.Mapping stage, String path, Level level, List<String> previous) {
        List<String> needs = needs(pipeline, stage, path, level, previous);
        String id = text(stage.get("id").orElse(stage));
        var own = new ArrayList<>(stage.entries());
        own.removeIf(entry -> Set.of("id", "needs").contains(entry.key().text()));
        YamlNode named = Manifests.renamed(new YamlNode.Mapping(own, stage.location()), Folders::inPipeline);
        Level after = new Level(level.filling(), level.suffix(), level.ends(), level.own(), needs);
        List<String> ends = add(pipeline, stage, id, after, (YamlNode.Mapping) named, new Origin(false, path));
        level.define(id, ends);
        return ends;
    }

    private List<String> add(
            Source source, YamlNode.Mapping from, String id, Level level, YamlNode.Mapping rest, Origin origin) {
        if (made.size() == PipelineDefinition.MOST_STAGES) {
            tooMany = true;
            source.problem(
                    from,
                    origin.path(),
                    "more than " + PipelineDefinition.MOST_STAGES + " stages",
                    "at most that many");
            return level.entering();
        }
        String full = id + level.suffix();
        var entries = new ArrayList<YamlNode.Entry>();
        entries.add(Nodes.entry("id", Nodes.text(full, from)));
        entries.addAll(rest.entries());
        entries.add(Nodes.entry("needs", Nodes.texts(level.entering(), from)));
        made.add(new Made(full, level.entering(), new YamlNode.Mapping(entries, from.location()), origin));
        return List.of(full);
    }

    private static String text(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }
}
