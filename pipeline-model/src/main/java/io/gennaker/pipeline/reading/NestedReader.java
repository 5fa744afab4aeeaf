package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.NestedPipeline;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads a stage that runs a pipeline.
final class NestedReader {
    private final ObjectReader object;
    private final Scope scope;

    NestedReader(ObjectReader object, Scope scope) {
        this.object = object;
        this.scope = scope;
    }

    /// @param own the pipeline that the stage is of
    Stage.Pipeline read(Frame frame, String own, Collection<String> artifacts) {
        String pipeline = object.text("pipeline", Words.NAME, DefinitionReader.UNREAD);
        if (pipeline.equals(own) && !own.equals(DefinitionReader.UNREAD)) {
            object.problem("pipeline", quote(pipeline) + ", a cycle: " + own + " > " + own, "another pipeline");
        }
        var passed = object.texts("artifacts", Words.NAME);
        passed.stream()
                .filter(name -> !artifacts.contains(name) && !artifacts.contains(DefinitionReader.UNREAD))
                .forEach(name -> object.problem(
                        "artifacts",
                        "unknown artifact " + quote(name),
                        artifacts.isEmpty() ? "none is declared" : String.join(", ", new TreeSet<>(artifacts))));
        return new Stage.Pipeline(frame, new NestedPipeline(pipeline, parameters(), passed, object.flag("wait", true)));
    }

    private Map<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        for (YamlNode.Entry entry : object.entries("parameters")) {
            String name = entry.key().text();
            String path = object.pathOf("parameters") + "." + name;
            if (!Words.IDENTIFIER.fit(name)) {
                object.source().problem(entry.key(), path, quote(name), Words.IDENTIFIER.allowed());
            }
            parameter(entry.value(), path).ifPresent(value -> parameters.put(name, value));
        }
        return parameters;
    }

    private Optional<String> parameter(YamlNode node, String path) {
        return switch (node) {
            // an empty text is a fine value
            case YamlNode.Scalar scalar
            when scalar.kind() == YamlNode.Kind.TEXT && scalar.text().isBlank() -> Optional.of(scalar.text());
            case YamlNode.Scalar scalar
            when scalar.kind() == YamlNode.Kind.INTEGER || scalar.kind() == YamlNode.Kind.TRUTH -> plain(scalar, path);
            default -> object.templateOf(node, path, Words.PROSE, scope);
        };
    }

    /// As CEL and parameters spell it: YAML has more ways.
    private Optional<String> plain(YamlNode.Scalar scalar, String path) {
        Optional<String> text = PlainValues.of(scalar).flatMap(Value::inText);
        if (text.isEmpty()) {
            object.source().problem(scalar, path, scalar.describe(), "text, an integer, true, false");
        }
        return text;
    }
}
