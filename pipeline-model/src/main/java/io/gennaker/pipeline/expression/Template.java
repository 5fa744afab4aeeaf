package io.gennaker.pipeline.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A text that may hold expressions: `release-${{ artifacts.shop.tag }}`.
///
/// A text that is one expression and nothing else takes the expression's type. To write `${{` itself, write it as an
/// expression: `${{ "${{" }}`.
public record Template(List<Part> parts) {
    /// Longest text that is put together of what expressions give, in characters.
    public static final int LONGEST = 1_000_000;

    private static final String OPEN = "${{";
    private static final String CLOSE = "}}";

    public sealed interface Part {
        record Literal(String text) implements Part {}

        /// @param source the expression without the marks around it
        /// @param offset of the source in the whole text
        record Code(String source, int offset) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    /// Whether a text holds an expression, or something that looks like one.
    public static boolean hasExpression(String text) {
        return text.contains(OPEN);
    }

    public static Template parse(String text) throws MalformedTemplate {
        var parts = new ArrayList<Part>();
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            if (open > at) {
                parts.add(new Part.Literal(text.substring(at, open)));
            }
            int close = endOf(text, open);
            parts.add(code(text, open + OPEN.length(), close));
            at = close + CLOSE.length();
        }
        if (at < text.length()) {
            parts.add(new Part.Literal(text.substring(at)));
        }
        return new Template(parts);
    }

    /// The expressions of the text, in order.
    public List<Part.Code> expressions() {
        return parts.stream()
                .filter(Part.Code.class::isInstance)
                .map(Part.Code.class::cast)
                .toList();
    }

    /// Whether a text is one expression and nothing else.
    public static boolean isOneExpression(String text) {
        try {
            List<Part> parts = parse(text).parts();
            return parts.size() == 1 && parts.getFirst() instanceof Part.Code;
        } catch (MalformedTemplate malformed) {
            return false;
        }
    }

    /// Whether an expression in a text may read a name.
    public static boolean reads(String text, String root) {
        if (!hasExpression(text)) {
            return false;
        }
        try {
            var word = Pattern.compile("\\b" + Pattern.quote(root) + "\\b");
            return parse(text).expressions().stream()
                    .map(Part.Code::source)
                    .anyMatch(source -> word.matcher(source).find() && Expression.reads(source, root));
        } catch (MalformedTemplate malformed) {
            return false;
        }
    }

    /// What is wrong with the expressions; offsets count in the whole text.
    public List<Mistake> check(Scope scope) {
        return expressions().stream()
                .flatMap(code -> Expression.check(code.source(), scope).stream()
                        .map(mistake ->
                                new Mistake(code.offset() + mistake.offset(), mistake.found(), mistake.allowed())))
                .toList();
    }

    public Value evaluate(Bindings bindings) throws EvaluationFailed {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Code only) {
            return Expression.evaluate(only.source(), bindings);
        }
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Code code -> append(text, insideText(code, bindings), code.source());
            }
        }
        return new Value.Text(text.toString());
    }

    /// Lets a text grow by what one of its expressions gives: each is bounded, and so is what many of them make.
    public static void append(StringBuilder text, String piece, String source) throws EvaluationFailed {
        if (text.length() + piece.length() > LONGEST) {
            throw new EvaluationFailed(source, "the text that it stands in has more than " + LONGEST + " characters");
        }
        text.append(piece);
    }

    private static String insideText(Part.Code code, Bindings bindings) throws EvaluationFailed {
        Value value = Expression.evaluate(code.source(), bindings);
        return value.inText()
                .orElseThrow(() -> new EvaluationFailed(
                        code.source(), "it gives a list or a map, which cannot stand inside a text"));
    }

    private static Part.Code code(String text, int start, int end) {
        String source = text.substring(start, end);
        int leading = source.length() - source.stripLeading().length();
        return new Part.Code(source.strip(), start + leading);
    }

    /// Braces inside strings and of map literals do not end the expression.
    private static int endOf(String text, int open) throws MalformedTemplate {
        int braces = 0;
        for (int i = open + OPEN.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = endOfString(text, i);
            } else if (c == '{') {
                braces++;
            } else if (c == '}' && braces > 0) {
                braces--;
            } else if (c == '}' && text.startsWith(CLOSE, i)) {
                return i;
            }
        }
        throw new MalformedTemplate(new Mistake(open, "'${{' without its end", "an expression between '${{' and '}}'"));
    }

    private static int endOfString(String text, int start) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
