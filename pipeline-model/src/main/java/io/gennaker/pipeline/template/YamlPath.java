package io.gennaker.pipeline.template;

import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds nodes by the paths that problems have, such as `spec.stages[2].kind`.
final class YamlPath {
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d+)]");

    private YamlPath() {}

    static Optional<YamlNode> find(YamlNode root, String path) {
        Matcher steps = STEP.matcher(path);
        YamlNode at = root;
        while (steps.find()) {
            Optional<YamlNode> next = step(at, steps);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /// The node, or the innermost around where it would be.
    static YamlNode nearest(YamlNode root, String path) {
        Matcher steps = STEP.matcher(path);
        YamlNode at = root;
        while (steps.find()) {
            Optional<YamlNode> next = step(at, steps);
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private static Optional<YamlNode> step(YamlNode at, Matcher step) {
        return switch (at) {
            case YamlNode.Mapping mapping when step.group(1) != null -> mapping.get(step.group(1));
            case YamlNode.Sequence sequence
            when step.group(2) != null -> {
                int index = Integer.parseInt(step.group(2));
                yield index < sequence.items().size()
                        ? Optional.of(sequence.items().get(index))
                        : Optional.empty();
            }
            case YamlNode.Mapping _, YamlNode.Sequence _, YamlNode.Scalar _ -> Optional.empty();
        };
    }
}
