package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads values that are data: nothing in them is an expression.
public final class PlainValues {
    private static final String ALLOWED = "text, an integer, a decimal number, true, false, a list or a mapping";

    private PlainValues() {}

    static Map<String, Value> byName(ObjectReader object, String key) {
        var values = new TreeMap<String, Value>();
        for (YamlNode.Entry entry : object.entries(key)) {
            String name = entry.key().text();
            String path = object.pathOf(key) + "." + name;
            if (!Words.IDENTIFIER.fit(name)) {
                object.source().problem(entry.key(), path, quote(name), Words.IDENTIFIER.allowed());
            }
            read(object.source(), entry.value(), path).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    public static Optional<Value> read(Source source, YamlNode node, String path) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar(source, scalar, path);
            case YamlNode.Sequence sequence -> {
                List<Value> items = new ArrayList<>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    read(source, sequence.items().get(i), path + "[" + i + "]").ifPresent(items::add);
                }
                yield Optional.of(new Value.Many(items));
            }
            case YamlNode.Mapping mapping -> {
                var fields = new TreeMap<String, Value>();
                for (YamlNode.Entry entry : mapping.entries()) {
                    String name = entry.key().text();
                    read(source, entry.value(), path + "." + name).ifPresent(value -> fields.put(name, value));
                }
                yield Optional.of(new Value.Named(fields));
            }
        };
    }

    private static Optional<Value> scalar(Source source, YamlNode.Scalar scalar, String path) {
        Optional<Value> value = of(scalar);
        if (value.isEmpty()) {
            source.problem(scalar, path, scalar.describe(), ALLOWED);
        }
        return value;
    }

    /// Empty where it is nothing, or a number in a form that only YAML has.
    static Optional<Value> of(YamlNode.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.kind()) {
            case TEXT -> Optional.of(new Value.Text(text));
            case TRUTH -> Optional.of(new Value.Truth(Boolean.parseBoolean(text)));
            case INTEGER ->
                text.matches("[+-]?\\d{1,18}") ? Optional.of(new Value.Whole(Long.parseLong(text))) : Optional.empty();
            case DECIMAL ->
                text.matches("[+-]?\\d{1,15}\\.\\d{1,15}")
                        ? Optional.of(new Value.Decimal(Double.parseDouble(text)))
                        : Optional.empty();
            case NULL -> Optional.empty();
        };
    }
}
