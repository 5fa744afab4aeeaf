package io.gennaker.pipeline.template;

import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Optional;

/// How much one expansion has made so far: a few words of a template may ask for a long text a thousand times over.
/// More than a file may hold would not be read.
final class Growth {
    private int nodes;
    private int characters;
    private boolean told;

    /// Counts a node with all that is in it.
    void add(YamlNode node) {
        addOne();
        switch (node) {
            case YamlNode.Scalar scalar -> characters += scalar.text().length();
            case YamlNode.Sequence sequence -> sequence.items().forEach(this::add);
            case YamlNode.Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    add(entry.key());
                    add(entry.value());
                });
        }
    }

    /// Counts a node alone.
    void addOne() {
        nodes++;
    }

    boolean isOver() {
        return nodes > YamlFile.MOST_NODES || characters > YamlFile.LONGEST;
    }

    /// What is too much, told once.
    Optional<String> excess() {
        if (told || !isOver()) {
            return Optional.empty();
        }
        told = true;
        return Optional.of("more than "
                + (nodes > YamlFile.MOST_NODES ? YamlFile.MOST_NODES + " nodes" : YamlFile.LONGEST + " characters"));
    }
}
