package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads the keys of one mapping.
///
/// Reading never stops: what is wrong is recorded as a problem, and the caller gets the fallback it named, so that the
/// rest is read as well. What was read counts only when there was no problem at all, or only objections.
final class ObjectReader {
    private static final int MOST_ITEMS = 100;

    private final Source source;
    private final YamlNode.Mapping mapping;
    private final String path;
    private final Shape shape;

    private ObjectReader(Source source, YamlNode.Mapping mapping, String path, Shape shape) {
        this.source = source;
        this.mapping = mapping;
        this.path = path;
        this.shape = shape;
    }

    /// Opens a node as an object of a shape: unknown and missing keys are problems from here on.
    static ObjectReader open(Source source, YamlNode node, String path, Shape shape) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            source.problem(node, path, node.describe(), "a mapping with the keys " + String.join(", ", shape.keys()));
            return new ObjectReader(source, new YamlNode.Mapping(List.of(), node.location()), path, shape);
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!shape.keys().contains(entry.key().text())) {
                String found = "unknown key " + quote(entry.key().text());
                source.problem(entry.key(), path, found, String.join(", ", shape.keys()));
            }
        }
        for (String key : shape.required()) {
            if (mapping.get(key).isEmpty()) {
                source.problem(node, path, "no key " + quote(key), "it must be there");
            }
        }
        return new ObjectReader(source, mapping, path, shape);
    }

    Source source() {
        return source;
    }

    String path() {
        return path;
    }

    YamlNode node() {
        return mapping;
    }

    boolean has(String key) {
        return node(key).isPresent();
    }

    Optional<YamlNode> node(String key) {
        if (!shape.keys().contains(key)) {
            throw new IllegalArgumentException(key + " is no key of " + shape);
        }
        return mapping.get(key);
    }

    /// The place of a key's value, or of the object when the key is missing.
    YamlNode at(String key) {
        return node(key).orElse(mapping);
    }

    void problem(String key, String found, String allowed) {
        source.problem(at(key), pathOf(key), found, allowed);
    }

    /// As [Source#objection].
    void objection(String key, String found, String allowed) {
        source.objection(at(key), pathOf(key), found, allowed);
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    String text(String key, Words words, String fallback) {
        return optionalText(key, words).orElse(fallback);
    }

    Optional<String> optionalText(String key, Words words) {
        return node(key).flatMap(node -> textOf(node, pathOf(key), words));
    }

    /// A text that may hold expressions. Without any it must fit the words at once; with some, what comes out must fit
    /// later.
    String template(String key, Words words, Scope scope, String fallback) {
        return node(key)
                .flatMap(node -> templateOf(node, pathOf(key), words, scope))
                .orElse(fallback);
    }

    Optional<String> templateOf(YamlNode node, String at, Words words, Scope scope) {
        if (node instanceof YamlNode.Scalar scalar
                && scalar.kind() == YamlNode.Kind.TEXT
                && Template.hasExpression(scalar.text())) {
            source.checkTemplate(scalar, at, scope);
            return Optional.of(scalar.text());
        }
        return textOf(node, at, words);
    }

    /// An expression that gives true or false.
    Optional<String> condition(String key, Scope scope) {
        Optional<String> text = node(key).flatMap(node -> expressionText(node, pathOf(key)));
        text.ifPresent(it -> source.checkCondition((YamlNode.Scalar) at(key), pathOf(key), it, scope));
        return text;
    }

    /// A text that is a CEL expression as a whole, without marks around it. A number or a truth value is one, too.
    Optional<String> expressionOf(YamlNode node, String at, Scope scope) {
        Optional<String> text = expressionText(node, at);
        text.ifPresent(it -> source.checkExpression((YamlNode.Scalar) node, at, it, scope));
        return text;
    }

    private Optional<String> expressionText(YamlNode node, String at) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return textOf(node, at, Words.CONDITION);
        }
        return switch (scalar.kind()) {
            // YAML has more spellings of it than CEL
            case TRUTH -> Optional.of(scalar.text().toLowerCase(Locale.ROOT));
            case INTEGER, DECIMAL -> Optional.of(scalar.text());
            case TEXT, NULL -> textOf(node, at, Words.CONDITION);
        };
    }

    /// A text without expressions. One that holds some is refused: it would pass through as text.
    Optional<String> textOf(YamlNode node, String at, Words words) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.kind() != YamlNode.Kind.TEXT) {
            String hint =
                    node instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL ? " in quotes" : "";
            source.problem(node, at, node.describe(), words.allowed() + hint);
            return Optional.empty();
        }
        if (Template.hasExpression(scalar.text())) {
            source.problem(
                    node, at, "an expression in " + quote(scalar.text()), "no expression here; " + words.allowed());
            return Optional.empty();
        }
        if (!words.fit(scalar.text())) {
            source.problem(node, at, quote(scalar.text()), words.allowed());
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    int integer(String key, int least, int most, int fallback) {
        return node(key).flatMap(node -> integerOf(key, node, least, most)).orElse(fallback);
    }

    /// A whole number, or an expression that gives one.
    String wholeNumber(String key, int least, int most, Scope scope, String fallback) {
        boolean isTemplate = node(key)
                .filter(node -> node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.TEXT)
                .isPresent();
        return isTemplate
                ? template(key, Words.NUMBER, scope, fallback)
                : String.valueOf(integer(key, least, most, Integer.parseInt(fallback)));
    }

    private Optional<Integer> integerOf(String key, YamlNode node, int least, int most) {
        String allowed = "an integer from " + least + " to " + most;
        if (node instanceof YamlNode.Scalar scalar
                && scalar.kind() == YamlNode.Kind.INTEGER
                && scalar.text().matches("[+-]?\\d{1,9}")) {
            int value = Integer.parseInt(scalar.text());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
            problem(key, scalar.text(), allowed);
        } else {
            problem(key, found(node), allowed);
        }
        return Optional.empty();
    }

    double number(String key, double least, double most, double fallback) {
        return optionalNumber(key, least, most).orElse(fallback);
    }

    Optional<Double> optionalNumber(String key, double least, double most) {
        return node(key).flatMap(node -> numberOf(node, pathOf(key), least, most));
    }

    Optional<Double> numberOf(YamlNode node, String at, double least, double most) {
        if (node instanceof YamlNode.Scalar scalar
                && (scalar.kind() == YamlNode.Kind.INTEGER || scalar.kind() == YamlNode.Kind.DECIMAL)
                && scalar.text().matches("[+-]?\\d{1,9}(\\.\\d{1,9})?")) {
            double value = Double.parseDouble(scalar.text());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        }
        source.problem(node, at, found(node), "a number from " + plain(least) + " to " + plain(most));
        return Optional.empty();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    boolean flag(String key, boolean fallback) {
        return node(key)
                .flatMap(node -> {
                    if (node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.TRUTH) {
                        return Optional.of(Boolean.parseBoolean(scalar.text()));
                    }
                    problem(key, found(node), "true, false");
                    return Optional.empty();
                })
                .orElse(fallback);
    }

    Duration duration(String key, Duration least, Duration fallback) {
        return optionalDuration(key, least).orElse(fallback);
    }

    Optional<Duration> optionalDuration(String key, Duration least) {
        return node(key).flatMap(node -> {
            Optional<Duration> duration =
                    node instanceof YamlNode.Scalar scalar ? Durations.read(scalar.text()) : Optional.empty();
            if (duration.isEmpty()) {
                problem(key, found(node), Durations.ALLOWED);
            } else if (duration.get().compareTo(least) < 0) {
                problem(key, found(node), "at least " + least.toMillis() + "ms");
                return Optional.empty();
            }
            return duration;
        });
    }

    /// One of a few words.
    <T> T choice(String key, Map<String, T> choices, T fallback) {
        return optionalChoice(key, choices).orElse(fallback);
    }

    <T> Optional<T> optionalChoice(String key, Map<String, T> choices) {
        return node(key).flatMap(node -> {
            T chosen = node instanceof YamlNode.Scalar scalar ? choices.get(scalar.text()) : null;
            if (chosen == null) {
                problem(key, found(node), String.join(", ", choices.keySet()));
            }
            return Optional.ofNullable(chosen);
        });
    }

    private static String found(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL
                ? quote(scalar.text())
                : node.describe();
    }

    Optional<ObjectReader> object(String key, Shape of) {
        return node(key).map(node -> open(source, node, pathOf(key), of));
    }

    /// The object of a key that must be there; an empty one stands in for a missing one, whose absence is known
    /// already.
    ObjectReader requiredObject(String key, Shape of) {
        return object(key, of)
                .orElseGet(() ->
                        new ObjectReader(source, new YamlNode.Mapping(List.of(), mapping.location()), pathOf(key), of));
    }

    List<ObjectReader> objects(String key, Shape of) {
        return items(key, (node, at) -> Optional.of(open(source, node, at, of)));
    }

    List<String> texts(String key, Words words) {
        return items(key, (node, at) -> textOf(node, at, words));
    }

    /// Items of a list; no key is an empty list.
    <T> List<T> items(String key, BiFunction<YamlNode, String, Optional<T>> read) {
        return items(key, MOST_ITEMS, read);
    }

    /// The same of a list that may be longer, or must be shorter, than lists are.
    <T> List<T> items(String key, int most, BiFunction<YamlNode, String, Optional<T>> read) {
        @Nullable YamlNode node = node(key).orElse(null);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problem(key, found(node), "a list");
            return List.of();
        }
        if (sequence.items().size() > most) {
            problem(key, sequence.items().size() + " items", "at most " + most);
            return List.of();
        }
        var all = new ArrayList<T>();
        for (int i = 0; i < sequence.items().size(); i++) {
            read.apply(sequence.items().get(i), pathOf(key) + "[" + i + "]").ifPresent(all::add);
        }
        return all;
    }

    /// Entries of a mapping with free keys; no key is an empty mapping.
    List<YamlNode.Entry> entries(String key) {
        return switch (node(key).orElse(null)) {
            case YamlNode.Mapping open -> open.entries();
            case null -> List.of();
            case YamlNode other -> {
                problem(key, found(other), "a mapping");
                yield List.of();
            }
        };
    }
}
