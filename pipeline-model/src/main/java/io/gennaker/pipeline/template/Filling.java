package io.gennaker.pipeline.template;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.reading.FreeKeys;
import io.gennaker.pipeline.reading.Source;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Evaluates what a template leaves open, at one place in it.
///
/// @param source the template's file
/// @param open names of the variables whose texts may hold expressions
/// @param growth of everything that one expansion makes
record Filling(Source source, Bindings bindings, Scope scope, Set<String> open, Growth growth) {
    /// Keys whose whole text is an expression.
    private static final Set<String> EXPRESSIONS = Set.of("when", "that");
    /// Keys of mappings of such texts; the same key may hold a list of something else.
    private static final Set<String> NAMED_EXPRESSIONS = Set.of("values");

    private enum Meaning {
        /// Its key says whether a text is an expression.
        BY_KEY,
        EXPRESSION,
        DATA
    }

    Filling {
        open = Set.copyOf(open);
    }

    static Filling of(Source source, Map<String, Value> variables, Set<String> declared, Set<String> open) {
        return new Filling(
                source,
                new Bindings(Map.of()).with("template", variables),
                new Scope(Map.of("template", Scope.Fields.of(declared))),
                open,
                new Growth());
    }

    Filling with(String root, Map<String, Value> fields) {
        return new Filling(
                source,
                bindings.with(root, fields),
                scope.with(root, Scope.Fields.of(new TreeSet<>(fields.keySet()))),
                open,
                growth);
    }

    /// The node with everything evaluated; what cannot be is a problem, and stays.
    YamlNode fill(YamlNode node, String path) {
        YamlNode filled = fill(node, path, Meaning.BY_KEY);
        growth.excess().ifPresent(found -> source.problem(node, path, found, "at most that many, all together"));
        return filled;
    }

    /// One key of the mapping at the path.
    YamlNode.Entry fill(YamlNode.Entry entry, String path) {
        YamlNode.Entry filled = filled(entry, path, Meaning.BY_KEY);
        growth.excess()
                .ifPresent(found -> source.problem(
                        entry.value(), path + "." + entry.key().text(), found, "at most that many, all together"));
        return filled;
    }

    private YamlNode fill(YamlNode node, String path, Meaning meaning) {
        if (growth.isOver()) {
            return node;
        }
        return switch (node) {
            case YamlNode.Scalar scalar -> {
                YamlNode filled =
                        Splice.isIn(scalar.text()) ? filled(scalar, path, meaning == Meaning.EXPRESSION) : scalar;
                growth.add(filled);
                yield filled;
            }
            case YamlNode.Sequence sequence -> {
                growth.addOne();
                var items = new ArrayList<YamlNode>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    items.add(fill(sequence.items().get(i), path + "[" + i + "]", inside(meaning)));
                }
                yield new YamlNode.Sequence(items, sequence.location());
            }
            case YamlNode.Mapping mapping -> {
                growth.addOne();
                var entries = new ArrayList<YamlNode.Entry>();
                for (YamlNode.Entry entry : mapping.entries()) {
                    entries.add(filled(entry, path, inside(meaning)));
                }
                yield new YamlNode.Mapping(entries, mapping.location());
            }
        };
    }

    /// Only a text is an expression as a whole.
    private static Meaning inside(Meaning meaning) {
        return meaning == Meaning.DATA ? Meaning.DATA : Meaning.BY_KEY;
    }

    private YamlNode.Entry filled(YamlNode.Entry entry, String path, Meaning around) {
        String key = entry.key().text();
        if (Splice.isIn(key)) {
            source.problem(entry.key(), path, "'$[[' in a key", "'$[[ ]]' in values");
        }
        String at = path + "." + key;
        boolean byKey = around == Meaning.BY_KEY;
        return new YamlNode.Entry(
                entry.key(),
                byKey && NAMED_EXPRESSIONS.contains(key) && entry.value() instanceof YamlNode.Mapping named
                        ? filledExpressions(named, at)
                        : fill(entry.value(), at, byKey ? meaning(key) : around));
    }

    private static Meaning meaning(String key) {
        if (FreeKeys.ALL.contains(key)) {
            return Meaning.DATA;
        }
        return EXPRESSIONS.contains(key) ? Meaning.EXPRESSION : Meaning.BY_KEY;
    }

    private YamlNode filledExpressions(YamlNode.Mapping named, String path) {
        var entries = new ArrayList<YamlNode.Entry>();
        for (YamlNode.Entry entry : named.entries()) {
            entries.add(new YamlNode.Entry(
                    entry.key(), fill(entry.value(), path + "." + entry.key().text(), Meaning.EXPRESSION)));
        }
        return new YamlNode.Mapping(entries, named.location());
    }

    private YamlNode filled(YamlNode.Scalar scalar, String path, boolean expression) {
        try {
            Splice splice = Splice.parse(scalar.text(), expression);
            boolean sound = true;
            for (Splice.Part.Code code : splice.codes()) {
                sound &= check(scalar, path, code.source(), code.offset());
            }
            return sound ? Nodes.of(splice.evaluate(bindings, open), scalar) : scalar;
        } catch (MalformedTemplate malformed) {
            source.add(malformed.mistake(), scalar, path);
        } catch (EvaluationFailed failed) {
            source.problem(scalar, path, String.valueOf(failed.getMessage()), "an expression that can be evaluated");
        }
        return scalar;
    }

    private boolean check(YamlNode.Scalar scalar, String path, String expression, int offset) {
        var mistakes = Expression.check(expression, scope);
        source.add(mistakes, scalar, path, expression, offset);
        return mistakes.isEmpty();
    }

    /// The value of a text that is an expression as a whole; empty, with a problem, where it has none.
    Optional<Value> evaluate(YamlNode node, String path) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            source.problem(node, path, node.describe(), "a CEL expression");
            return Optional.empty();
        }
        if (!check(scalar, path, scalar.text(), 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Expression.evaluate(scalar.text(), bindings));
        } catch (EvaluationFailed failed) {
            source.problem(scalar, path, String.valueOf(failed.getMessage()), "an expression that can be evaluated");
            return Optional.empty();
        }
    }
}
