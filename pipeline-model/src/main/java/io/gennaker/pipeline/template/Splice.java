package io.gennaker.pipeline.template;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Mistake;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A text of a template that holds `$[[ ]]`: expressions that are evaluated when a pipeline is made of it.
///
/// What comes out is data. Inside an expression (`${{ }}`, or a text that is one as a whole) it is written as a CEL
/// literal; elsewhere a text with `${{` in it is refused, so that no value can become code.
record Splice(List<Part> parts) {
    static final String OPEN = "$[[";
    static final String CLOSE = "]]";
    static final String LATER = "${{";

    sealed interface Part {
        record Literal(String text) implements Part {}

        /// @param offset of the source in the whole text
        /// @param inExpression whether it stands inside an expression that is evaluated later
        record Code(String source, int offset, boolean inExpression) implements Part {}
    }

    Splice {
        parts = List.copyOf(parts);
    }

    static boolean isIn(String text) {
        return text.contains(OPEN);
    }

    /// @param expression whether the whole text is an expression, as that of a condition
    static Splice parse(String text, boolean expression) throws MalformedTemplate {
        return new Splice(new SpliceScanner(text, expression).parts());
    }

    List<Part.Code> codes() {
        return parts.stream()
                .filter(Part.Code.class::isInstance)
                .map(Part.Code.class::cast)
                .toList();
    }

    /// @param open names of the variables whose texts may hold expressions
    Value evaluate(Bindings bindings, Set<String> open) throws EvaluationFailed {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Code code && !code.inExpression()) {
            Value value = Expression.evaluate(code.source(), bindings);
            if (holdsExpression(value) && !isOpen(code, open)) {
                throw new EvaluationFailed(code.source(), "it gives a text with '${{', which no value may hold here");
            }
            return value;
        }
        var text = new StringBuilder();
        int expressions = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> {
                    expressions += count(literal.text());
                    text.append(literal.text());
                }
                case Part.Code code -> {
                    String piece = piece(code, bindings);
                    expressions += isOpen(code, open) ? count(piece) : 0;
                    Template.append(text, piece, code.source());
                }
            }
        }
        // Also where two pieces complete what neither holds alone.
        if (count(text.toString()) != expressions) {
            throw new EvaluationFailed(text.toString(), "a value brings '${{', which none may hold here");
        }
        return new Value.Text(text.toString());
    }

    private static String piece(Part.Code code, Bindings bindings) throws EvaluationFailed {
        Value value = Expression.evaluate(code.source(), bindings);
        if (code.inExpression()) {
            return literal(value);
        }
        return value.inText()
                .orElseThrow(() -> new EvaluationFailed(
                        code.source(), "it gives a list or a map, which cannot stand inside a text"));
    }

    /// A variable by itself: what an expression makes of one is data again.
    private static boolean isOpen(Part.Code code, Set<String> open) {
        return open.stream().anyMatch(name -> code.source().equals("template." + name));
    }

    private static int count(String text) {
        int count = 0;
        for (int at = text.indexOf(LATER); at >= 0; at = text.indexOf(LATER, at + 1)) {
            count++;
        }
        return count;
    }

    private static boolean holdsExpression(Value value) {
        return switch (value) {
            case Value.Text text -> Template.hasExpression(text.value());
            case Value.Many many -> many.items().stream().anyMatch(Splice::holdsExpression);
            case Value.Named named -> named.fields().values().stream().anyMatch(Splice::holdsExpression);
            case Value.Whole _, Value.Decimal _, Value.Truth _ -> false;
        };
    }

    /// The value as CEL writes it.
    private static String literal(Value value) {
        return switch (value) {
            case Value.Text text -> quoted(text.value());
            case Value.Whole whole -> Long.toString(whole.value());
            case Value.Decimal decimal -> Double.toString(decimal.value());
            case Value.Truth truth -> Boolean.toString(truth.value());
            case Value.Many many ->
                many.items().stream().map(Splice::literal).collect(Collectors.joining(", ", "[", "]"));
            case Value.Named named ->
                named.fields().entrySet().stream()
                        .map(field -> quoted(field.getKey()) + ": " + literal(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            boolean plain = c >= ' ' && c != '"' && c != '\\' && c != '$';
            quoted.append(plain ? String.valueOf((char) c) : "\\u%04x".formatted(c));
        });
        return quoted.append('"').toString();
    }

    /// What is wrong with a text, without values.
    static MalformedTemplate malformed(int offset, String found, String allowed) {
        return new MalformedTemplate(new Mistake(offset, found, allowed));
    }
}
