package io.gennaker.pipeline.template;

import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;

/// Makes nodes of values. Texts are quoted, so that one like "12" or "yes" stays a text.
final class Nodes {
    private Nodes() {}

    /// @param from where the value came to stand
    static YamlNode of(Value value, YamlNode.Scalar from) {
        return switch (value) {
            case Value.Text text -> {
                YamlNode.Style style =
                        from.style() == YamlNode.Style.BLOCK ? YamlNode.Style.BLOCK : YamlNode.Style.DOUBLE_QUOTED;
                yield scalar(text.value(), YamlNode.Kind.TEXT, style, from);
            }
            case Value.Whole whole -> plain(Long.toString(whole.value()), YamlNode.Kind.INTEGER, from);
            case Value.Decimal decimal -> plain(decimal.written(), YamlNode.Kind.DECIMAL, from);
            case Value.Truth truth -> plain(Boolean.toString(truth.value()), YamlNode.Kind.TRUTH, from);
            case Value.Many many ->
                new YamlNode.Sequence(
                        many.items().stream().map(item -> of(item, from)).toList(), from.location());
            case Value.Named named ->
                new YamlNode.Mapping(
                        named.fields().entrySet().stream()
                                .map(field ->
                                        new YamlNode.Entry(text(field.getKey(), from), of(field.getValue(), from)))
                                .toList(),
                        from.location());
        };
    }

    static YamlNode.Scalar text(String text, YamlNode from) {
        return new YamlNode.Scalar(text, YamlNode.Kind.TEXT, YamlNode.Style.DOUBLE_QUOTED, from.location(), 0, 0);
    }

    static YamlNode texts(List<String> texts, YamlNode from) {
        return new YamlNode.Sequence(
                texts.stream().<YamlNode>map(text -> text(text, from)).toList(), from.location());
    }

    static YamlNode.Entry entry(String key, YamlNode value) {
        var name = new YamlNode.Scalar(key, YamlNode.Kind.TEXT, YamlNode.Style.PLAIN, value.location(), 0, 0);
        return new YamlNode.Entry(name, value);
    }

    private static YamlNode.Scalar plain(String text, YamlNode.Kind kind, YamlNode.Scalar from) {
        return scalar(text, kind, YamlNode.Style.PLAIN, from);
    }

    private static YamlNode.Scalar scalar(String text, YamlNode.Kind kind, YamlNode.Style style, YamlNode.Scalar from) {
        return new YamlNode.Scalar(text, kind, style, from.location(), from.start(), from.end());
    }
}
