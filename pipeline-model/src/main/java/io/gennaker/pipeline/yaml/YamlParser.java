package io.gennaker.pipeline.yaml;

import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Builds nodes from the library's events.
///
/// From events and not from its composer, because the composer recurses without a limit and expands aliases unseen.
final class YamlParser {
    private static final int DEEPEST = 60;
    private static final int SMALLEST_BUFFER = 1_024;
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
    /// By the tag's text: not every tag that may be written can be made one of the library's.
    private static final Map<String, YamlNode.Kind> KINDS = Map.of(
            Tag.STR.getValue(), YamlNode.Kind.TEXT,
            Tag.MERGE.getValue(), YamlNode.Kind.TEXT,
            Tag.INT.getValue(), YamlNode.Kind.INTEGER,
            Tag.FLOAT.getValue(), YamlNode.Kind.DECIMAL,
            Tag.BOOL.getValue(), YamlNode.Kind.TRUTH,
            Tag.NULL.getValue(), YamlNode.Kind.NULL);

    private final String name;
    private final String text;
    private final Problems problems;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private Iterator<Event> events = List.<Event>of().iterator();
    private int nodes;
    /// The place that was asked for last, in the library's code points and in chars.
    private int codePoint;
    private int index;

    private record Anchored(YamlNode node, int size, int height) {}

    /// Ends the reading of the file; what was read before stays.
    private static final class Unreadable extends RuntimeException {
        private final transient Location location;
        private final String found;
        private final String allowed;

        Unreadable(Location location, String found, String allowed) {
            super(found, null, false, false);
            this.location = location;
            this.found = found;
            this.allowed = allowed;
        }
    }

    YamlParser(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.problems = new Problems(name);
    }

    YamlFile parse() {
        var documents = new ArrayList<YamlFile.Document>();
        try {
            readDocuments(documents);
        } catch (Unreadable unreadable) {
            problems.add(unreadable.location, "", unreadable.found, unreadable.allowed);
        } catch (MarkedYamlEngineException malformed) {
            Location at = malformed.getProblemMark().map(YamlParser::location).orElse(Location.START);
            problems.add(at, "", "what is not YAML: " + reason(malformed), "YAML 1.2");
        } catch (YamlEngineException malformed) {
            problems.add(Location.START, "", "what is not YAML: " + malformed.getMessage(), "YAML 1.2");
        }
        return new YamlFile(name, text, documents, problems.inOrder());
    }

    private static String reason(MarkedYamlEngineException malformed) {
        String context = malformed.getContext();
        String problem = String.valueOf(malformed.getProblem());
        return (context == null || context.isBlank() ? "" : context + ", ") + problem;
    }

    private void readDocuments(List<YamlFile.Document> documents) {
        if (text.length() > YamlFile.LONGEST) {
            throw new Unreadable(
                    Location.START, text.length() + " characters", "at most " + YamlFile.LONGEST + " characters");
        }
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(YamlFile.LONGEST + 1)
                // in one piece: the library fails where a character of two chars lies across two
                .setBufferSize(Math.max(SMALLEST_BUFFER, text.length() + 1))
                .build();
        events = new Parse(settings).parseString(text).iterator();
        @Nullable YamlNode root = null;
        int start = 0;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    int here = index(event.getStartMark());
                    if (root != null) {
                        documents.add(new YamlFile.Document(root, text.substring(start, here)));
                        start = here;
                    } else if (((DocumentStartEvent) event).isExplicit()) {
                        start = here;
                    }
                    anchors.clear();
                    root = notEmpty(node(events.next(), 1));
                }
                case StreamEnd -> {
                    if (root != null) {
                        documents.add(new YamlFile.Document(root, text.substring(start)));
                    }
                }
                default -> {}
            }
        }
    }

    private static @Nullable YamlNode notEmpty(YamlNode root) {
        return root instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL ? null : root;
    }

    private YamlNode node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw tooDeep(location(event));
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias, depth);
        }
        count(1, location(event));
        int before = nodes;
        YamlNode node =
                switch (event.getEventId()) {
                    case Scalar -> scalar((ScalarEvent) event);
                    case SequenceStart -> sequence((CollectionStartEvent) event, depth);
                    case MappingStart -> mapping((CollectionStartEvent) event, depth);
                    default -> throw new IllegalStateException("unexpected event " + event);
                };
        ((NodeEvent) event)
                .getAnchor()
                .ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before + 1, height(node))));
        return node;
    }

    /// An anchor inside its own value is not known yet when its alias comes: recursion cannot arise.
    private YamlNode aliased(AliasEvent alias, int depth) {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            String known = anchors.isEmpty() ? "no anchor is defined before" : "anchors " + anchors.keySet();
            throw new Unreadable(location(alias), "alias *" + alias.getAlias(), known);
        }
        count(anchored.size(), location(alias));
        if (depth + anchored.height() - 1 > DEEPEST) {
            throw tooDeep(location(alias));
        }
        return anchored.node();
    }

    private void count(int more, Location at) {
        nodes += more;
        if (nodes > YamlFile.MOST_NODES) {
            throw new Unreadable(
                    at, "more than " + YamlFile.MOST_NODES + " nodes", "at most that many, aliases expanded");
        }
    }

    private static Unreadable tooDeep(Location at) {
        return new Unreadable(at, "nesting deeper than " + DEEPEST, "at most " + DEEPEST + " levels");
    }

    private static int height(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar _ -> 1;
            case YamlNode.Sequence sequence ->
                1 + sequence.items().stream().mapToInt(YamlParser::height).max().orElse(0);
            case YamlNode.Mapping mapping ->
                1
                        + mapping.entries().stream()
                                .mapToInt(entry -> height(entry.value()))
                                .max()
                                .orElse(0);
        };
    }

    private YamlNode sequence(CollectionStartEvent start, int depth) {
        refuseTag(start, start.getTag(), Tag.SEQ);
        var items = new ArrayList<YamlNode>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new YamlNode.Sequence(items, location(start));
    }

    private YamlNode mapping(CollectionStartEvent start, int depth) {
        refuseTag(start, start.getTag(), Tag.MAP);
        var entries = new ArrayList<YamlNode.Entry>();
        var seen = new HashMap<String, Location>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            YamlNode key = node(next, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (!(key instanceof YamlNode.Scalar scalar)) {
                throw new Unreadable(location(next), key.describe() + " as a key", "text");
            }
            Location first = seen.putIfAbsent(scalar.text(), location(next));
            if (first != null) {
                String found = "key " + Problem.quote(scalar.text()) + " a second time";
                problems.add(location(next), "", found, "each key once (first at " + first + ")");
            } else if (scalar.text().equals("<<") && scalar.style() == YamlNode.Style.PLAIN) {
                problems.add(location(next), "", "merge key '<<'", "YAML 1.2, which has none: write the keys out");
            } else {
                entries.add(new YamlNode.Entry(scalar, value));
            }
        }
        return new YamlNode.Mapping(entries, location(start));
    }

    private YamlNode.Scalar scalar(ScalarEvent event) {
        boolean plain = event.isPlain();
        String tag = event.getTag()
                .orElseGet(() -> RESOLVER.resolve(event.getValue(), plain).getValue());
        YamlNode.Kind kind = KINDS.get(tag);
        if (kind == null) {
            throw unknownTag(event, tag);
        }
        return new YamlNode.Scalar(
                event.getValue(),
                kind,
                style(event),
                location(event),
                index(event.getStartMark()),
                index(event.getEndMark()));
    }

    private static YamlNode.Style style(ScalarEvent event) {
        return switch (event.getScalarStyle()) {
            // a tag is not written again: quotes say the same
            case PLAIN -> event.getTag().isPresent() ? YamlNode.Style.DOUBLE_QUOTED : YamlNode.Style.PLAIN;
            case SINGLE_QUOTED -> YamlNode.Style.SINGLE_QUOTED;
            case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> YamlNode.Style.DOUBLE_QUOTED;
            case LITERAL, FOLDED -> YamlNode.Style.BLOCK;
        };
    }

    private static void refuseTag(Event event, Optional<String> tag, Tag allowed) {
        if (tag.isPresent() && !tag.get().equals(allowed.getValue())) {
            throw unknownTag(event, tag.get());
        }
    }

    private static Unreadable unknownTag(Event event, String tag) {
        return new Unreadable(location(event), "tag " + Problem.quote(tag), "plain values without custom tags");
    }

    private static Location location(Event event) {
        return event.getStartMark().map(YamlParser::location).orElse(Location.START);
    }

    private static Location location(Mark mark) {
        return new Location(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// From the place before: counted from the beginning, each would take the longer, the later it comes.
    private int index(Optional<Mark> mark) {
        int wanted = mark.orElseThrow().getIndex();
        index = text.offsetByCodePoints(index, wanted - codePoint);
        codePoint = wanted;
        return index;
    }
}
