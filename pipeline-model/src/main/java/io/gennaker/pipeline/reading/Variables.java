package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads `variables`: scalars by name; texts may hold expressions.
final class Variables {
    private static final String ALLOWED = "text, an integer, a decimal number, true or false";

    private Variables() {}

    static Map<String, Value> read(ObjectReader object, Scope scope) {
        var variables = new TreeMap<String, Value>();
        for (YamlNode.Entry entry : object.entries("variables")) {
            String name = entry.key().text();
            String path = object.pathOf("variables") + "." + name;
            if (!Words.IDENTIFIER.fit(name)) {
                object.source().problem(entry.key(), path, quote(name), Words.IDENTIFIER.allowed());
            }
            value(object, entry.value(), path, scope).ifPresent(value -> variables.put(name, value));
        }
        return variables;
    }

    private static Optional<Value> value(ObjectReader object, YamlNode node, String path, Scope scope) {
        if (node instanceof YamlNode.Scalar scalar) {
            switch (scalar.kind()) {
                case TEXT -> {
                    if (scalar.text().isEmpty()) {
                        return Optional.of(new Value.Text(""));
                    }
                    return object.templateOf(scalar, path, Words.PROSE, scope).map(Value.Text::new);
                }
                case INTEGER -> {
                    if (scalar.text().matches("[+-]?\\d{1,18}")) {
                        return Optional.of(new Value.Whole(Long.parseLong(scalar.text())));
                    }
                }
                case DECIMAL -> {
                    if (scalar.text().matches("[+-]?\\d{1,15}\\.\\d{1,15}")) {
                        return Optional.of(new Value.Decimal(Double.parseDouble(scalar.text())));
                    }
                }
                case TRUTH -> {
                    return Optional.of(new Value.Truth(Boolean.parseBoolean(scalar.text())));
                }
                case NULL -> {}
            }
        }
        object.source().problem(node, path, node.describe(), ALLOWED);
        return Optional.empty();
    }
}
