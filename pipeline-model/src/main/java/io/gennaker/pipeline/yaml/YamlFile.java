package io.gennaker.pipeline.yaml;

import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;

/// A file of YAML documents.
///
/// Bounded against hostile input: text, nesting and nodes (aliases counted as what they stand for) have limits.
///
/// @param documents the documents that could be read, empty ones left out; complete when there are no problems
/// @param problems what is not YAML, a duplicate key, an unknown anchor, a custom tag, or beyond a limit
public record YamlFile(String name, String text, List<Document> documents, List<Problem> problems) {
    /// Longest text in characters.
    public static final int LONGEST = 1_000_000;
    /// Most nodes, aliases counted as what they stand for.
    public static final int MOST_NODES = 100_000;

    /// One document.
    ///
    /// @param text of this document alone, as written
    public record Document(YamlNode root, String text) {}

    public YamlFile {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    public static YamlFile parse(String name, String text) {
        return new YamlParser(name, text).parse();
    }

    /// Where a part of a scalar stands in the file.
    ///
    /// Exact when the part is written in one piece; where quoting or folding changed it, the start of the scalar.
    ///
    /// @param part as it is in the scalar's value
    /// @param offset of the part in the scalar's value
    public Location locate(YamlNode.Scalar scalar, String part, int offset) {
        // An empty part is found everywhere: there is nothing to point at more exactly.
        if (part.isEmpty()) {
            return scalar.location();
        }
        int from = scalar.start();
        int earlier = scalar.text().indexOf(part);
        while (earlier >= 0 && earlier < offset) {
            int next = text.indexOf(part, from);
            if (next < 0) {
                return scalar.location();
            }
            from = next + part.length();
            earlier = scalar.text().indexOf(part, earlier + part.length());
        }
        int index = text.indexOf(part, from);
        return index < 0 || index >= scalar.end() ? scalar.location() : locationOf(index);
    }

    private Location locationOf(int index) {
        int lineStart = text.lastIndexOf('\n', index - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Location(line, 1 + text.codePointCount(lineStart, index));
    }
}
