package io.gennaker.pipeline.yaml;

import io.gennaker.pipeline.problem.Location;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A node of a YAML document. Aliases are resolved: an anchored node appears wherever it is referred to.
public sealed interface YamlNode {
    Location location();

    /// What the node is, in words for a user.
    String describe();

    /// Keys and values in the order written; every key appears once.
    record Mapping(List<Entry> entries, Location location) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<YamlNode> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().text().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    record Entry(Scalar key, YamlNode value) {}

    record Sequence(List<YamlNode> items, Location location) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /// @param text the value, without quotes and with escapes resolved
    /// @param start index of its first character in the file's text
    /// @param end index behind its last character
    record Scalar(String text, Kind kind, Style style, Location location, int start, int end) implements YamlNode {
        @Override
        public String describe() {
            return switch (kind) {
                case NULL -> "nothing";
                case TEXT -> "text";
                case INTEGER, DECIMAL, TRUTH -> text + " (" + kind.name().toLowerCase(Locale.ROOT) + ")";
            };
        }
    }

    /// What a scalar means by the core schema of YAML 1.2.
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        TRUTH,
        NULL
    }

    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        BLOCK
    }
}
