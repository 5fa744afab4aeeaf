package io.gennaker.pipeline.render;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates the expressions in manifests.
///
/// Only scalars that hold an expression change. One renderer serves one plan: the expressions it evaluates and the text
/// it makes are bounded over all files together.
public final class Renderer {
    private static final int MOST_EXPRESSIONS = 20_000;
    private static final int MOST_CHARACTERS = 16_000_000;
    private static final String TOO_MUCH = "the manifests of this plan hold more than " + MOST_EXPRESSIONS
            + " expressions or " + MOST_CHARACTERS + " characters";

    private int expressions;
    private long characters;

    /// The file's objects, in order. The file must be free of problems ([ManifestCheck]).
    public List<Manifest> render(YamlFile file, Bindings bindings) throws RenderingFailed {
        var manifests = new ArrayList<Manifest>();
        for (YamlFile.Document document : file.documents()) {
            manifests.add(new Manifest((YamlNode.Mapping) evaluated(document.root(), file, bindings)));
        }
        return manifests;
    }

    /// The one document of a patch. The file must be free of problems ([ManifestCheck#patch]).
    public YamlNode renderPatch(YamlFile file, Bindings bindings) throws RenderingFailed {
        return evaluated(file.documents().getFirst().root(), file, bindings);
    }

    private YamlNode evaluated(YamlNode node, YamlFile file, Bindings bindings) throws RenderingFailed {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar(scalar, file, bindings);
            case YamlNode.Sequence sequence -> {
                var items = new ArrayList<YamlNode>();
                for (YamlNode item : sequence.items()) {
                    items.add(evaluated(item, file, bindings));
                }
                yield new YamlNode.Sequence(items, sequence.location());
            }
            case YamlNode.Mapping mapping -> {
                var entries = new ArrayList<YamlNode.Entry>();
                for (YamlNode.Entry entry : mapping.entries()) {
                    entries.add(new YamlNode.Entry(entry.key(), evaluated(entry.value(), file, bindings)));
                }
                yield new YamlNode.Mapping(entries, mapping.location());
            }
        };
    }

    private YamlNode scalar(YamlNode.Scalar scalar, YamlFile file, Bindings bindings) throws RenderingFailed {
        count(file, scalar.text().length());
        if (scalar.kind() != YamlNode.Kind.TEXT || !Template.hasExpression(scalar.text())) {
            return scalar;
        }
        try {
            Template template = Template.parse(scalar.text());
            expressions += template.expressions().size();
            count(file, 0);
            return node(template.evaluate(bindings), scalar, file);
        } catch (EvaluationFailed | MalformedTemplate failed) {
            throw new RenderingFailed(file.name() + ":" + scalar.location() + ": " + failed.getMessage());
        }
    }

    private YamlNode node(Value value, YamlNode.Scalar from, YamlFile file) throws RenderingFailed {
        return switch (value) {
            case Value.Text text -> {
                count(file, text.value().length());
                YamlNode.Style style = from.style() == YamlNode.Style.BLOCK
                        ? YamlNode.Style.BLOCK
                        // quoted, so that a text like "12" or "yes" stays one
                        : YamlNode.Style.DOUBLE_QUOTED;
                yield replaced(from, text.value(), YamlNode.Kind.TEXT, style);
            }
            case Value.Whole whole ->
                replaced(from, Long.toString(whole.value()), YamlNode.Kind.INTEGER, YamlNode.Style.PLAIN);
            case Value.Decimal decimal ->
                replaced(from, Double.toString(decimal.value()), YamlNode.Kind.DECIMAL, YamlNode.Style.PLAIN);
            case Value.Truth truth ->
                replaced(from, Boolean.toString(truth.value()), YamlNode.Kind.TRUTH, YamlNode.Style.PLAIN);
            case Value.Many many -> {
                var items = new ArrayList<YamlNode>();
                for (Value item : many.items()) {
                    items.add(node(item, from, file));
                }
                yield new YamlNode.Sequence(items, from.location());
            }
            case Value.Named named -> {
                var entries = new ArrayList<YamlNode.Entry>();
                for (Map.Entry<String, Value> field : named.fields().entrySet()) {
                    YamlNode.Scalar key =
                            replaced(from, field.getKey(), YamlNode.Kind.TEXT, YamlNode.Style.DOUBLE_QUOTED);
                    entries.add(new YamlNode.Entry(key, node(field.getValue(), from, file)));
                }
                yield new YamlNode.Mapping(entries, from.location());
            }
        };
    }

    private static YamlNode.Scalar replaced(
            YamlNode.Scalar from, String text, YamlNode.Kind kind, YamlNode.Style style) {
        return new YamlNode.Scalar(text, kind, style, from.location(), from.start(), from.end());
    }

    private void count(YamlFile file, int more) throws RenderingFailed {
        characters += more;
        if (isOver()) {
            throw new RenderingFailed(file.name() + ": " + TOO_MUCH);
        }
    }

    private boolean isOver() {
        return characters > MOST_CHARACTERS || expressions > MOST_EXPRESSIONS;
    }

    /// Why a plan with these manifests must not start: some of its stages could not run. Empty when it may.
    public Optional<String> problem() {
        return isOver() ? Optional.of(TOO_MUCH) : Optional.empty();
    }
}
