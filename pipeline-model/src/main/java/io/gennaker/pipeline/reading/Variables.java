package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads `variables`, and `parameters` of triggers: scalars by name; texts may hold expressions.
final class Variables {
    private static final String ALLOWED = "text, an integer, a decimal number, true or false";

    private Variables() {}

    /// @param known names that are allowed; null: any
    static Map<String, Value> read(ObjectReader object, String key, @Nullable Set<String> known, Scope scope) {
        var variables = new TreeMap<String, Value>();
        for (YamlNode.Entry entry : object.entries(key)) {
            String name = entry.key().text();
            String path = object.pathOf(key) + "." + name;
            if (known != null && !known.contains(name) && !known.contains(DefinitionReader.UNREAD)) {
                String allowed = known.isEmpty() ? "none is declared" : String.join(", ", known);
                object.source().problem(entry.key(), path, quote(name) + ", which is not declared", allowed);
            } else if (!Words.IDENTIFIER.fit(name)) {
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
