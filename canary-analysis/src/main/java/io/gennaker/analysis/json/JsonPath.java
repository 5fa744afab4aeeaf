package io.gennaker.analysis.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The part of JSONPath that finds values: `$.data[*].points[*][0]`.
final class JsonPath {

    /// One move down: `.name`, `['name']`, `[3]`, `[*]` or `.*`.
    private sealed interface Move {
        record Name(String name) implements Move {}

        record Index(int index) implements Move {}

        record All() implements Move {}
    }

    private static final Pattern MOVE = Pattern.compile(
            "\\G(?:\\.(?<name>[^.\\[\\]*]+)|\\['(?<quoted>[^']+)']|\\[(?<index>\\d{1,6})]|\\[\\*]|\\.\\*)");

    private final String text;
    private final List<Move> moves;

    private JsonPath(String text, List<Move> moves) {
        this.text = text;
        this.moves = List.copyOf(moves);
    }

    /// @throws IllegalArgumentException when it is no path, saying what one is
    static JsonPath parse(String text) {
        var moves = new ArrayList<Move>();
        var found = MOVE.matcher(text);
        var at = 1;
        while (text.startsWith("$") && at < text.length() && found.find(at)) {
            moves.add(move(found.group("name"), found.group("quoted"), found.group("index")));
            at = found.end();
        }
        if (!text.startsWith("$") || at != text.length()) {
            throw new IllegalArgumentException(
                    "path: found '%s', must be $ followed by .name, ['name'], [0], [*] or .*".formatted(text));
        }
        return new JsonPath(text, moves);
    }

    private static Move move(@Nullable String name, @Nullable String quoted, @Nullable String index) {
        if (name != null) {
            return new Move.Name(name);
        }
        if (quoted != null) {
            return new Move.Name(quoted);
        }
        return index == null ? new Move.All() : new Move.Index(Integer.parseInt(index));
    }

    /// In order of the document; nothing where a move finds nothing.
    List<JsonNode> in(JsonNode document) {
        var found = Stream.of(document);
        for (var move : moves) {
            found = found.flatMap(node -> down(node, move));
        }
        return found.toList();
    }

    /// The list that the path goes through first, or the value where it goes through none: what must be there even when
    /// there are no data.
    JsonPath stem() {
        var before =
                moves.stream().takeWhile(move -> !(move instanceof Move.All)).toList();
        return new JsonPath(text, before);
    }

    boolean isOfMany() {
        return moves.stream().anyMatch(Move.All.class::isInstance);
    }

    private static Stream<JsonNode> down(JsonNode node, Move move) {
        return switch (move) {
            case Move.Name name -> Stream.ofNullable(node.get(name.name()));
            case Move.Index index -> Stream.ofNullable(node.get(index.index()));
            case Move.All _ -> node.valueStream();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
