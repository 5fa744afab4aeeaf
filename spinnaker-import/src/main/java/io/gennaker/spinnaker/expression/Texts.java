package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.Names;
import io.gennaker.spinnaker.naming.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Translates texts that may hold expressions: `${parameters.x}` becomes `${{ parameters.x }}`.
public final class Texts {
    private static final String OPEN = "${";

    private final Names names;
    private final Reads reads;

    /// Texts that must be known when the plan is made.
    public Texts(Names names) {
        this(names, Reading.NOT_AT_ALL);
    }

    public Texts(Names names, Reading reading) {
        this.names = names;
        this.reads = new Reads(reading);
    }

    /// Variables that the stage must have so that the texts so far can read what earlier stages gave.
    public Map<String, String> variables() {
        return reads.variables();
    }

    public static boolean hasExpression(String text) {
        return text.contains(OPEN);
    }

    /// A text of a definition or manifest; one that is an expression and nothing else has its type.
    ///
    /// @throws Untranslatable for the first expression that has no equal
    public Translated template(String text) throws Untranslatable {
        return template(text, UnaryOperator.identity());
    }

    /// As [#template], with what stands around the expressions written as the document around it wants it.
    ///
    /// @throws Untranslatable for the first expression that has no equal
    public Translated template(String text, UnaryOperator<String> around) throws Untranslatable {
        var changes = new TreeSet<String>();
        var result = new StringBuilder();
        ValueType type = ValueType.TEXT;
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            int close = endOf(text, open);
            String source = text.substring(open + OPEN.length(), close);
            Cel cel = translate(source, reads, changes);
            if (open == 0 && close == text.length() - 1) {
                type = cel.type();
            }
            result.append(around.apply(text.substring(at, open)))
                    .append("${{ ")
                    .append(cel.text())
                    .append(" }}");
            at = close + 1;
        }
        return new Translated(result.append(around.apply(text.substring(at))).toString(), type, List.copyOf(changes));
    }

    /// Keys hold no expressions in Gennaker.
    ///
    /// @throws Untranslatable always
    public void refuseKey(String key) throws Untranslatable {
        throw new Untranslatable(key, "an expression in a key");
    }

    /// The condition of a stage, with or without `${}` around it.
    public Translated condition(String text) throws Untranslatable {
        String source = text.strip();
        if (source.startsWith(OPEN)) {
            int close = endOf(source, 0);
            if (close != source.length() - 1) {
                throw new Untranslatable(source, "it is text with an expression in it, and not one expression");
            }
            source = source.substring(OPEN.length(), close);
        }
        var changes = new TreeSet<String>();
        Cel cel = translate(source, new Reads(Reading.DIRECTLY), changes);
        return switch (cel.type()) {
            case TRUTH -> new Translated(cel.text(), ValueType.TRUTH, List.copyOf(changes));
            case TEXT -> new Translated(cel.text() + " == \"true\"", ValueType.TRUTH, List.copyOf(changes));
            case WHOLE, DECIMAL, LIST, STATUS -> throw new Untranslatable(source, "it gives neither true nor false");
        };
    }

    /// An expression that gives what a text with expressions gives; a text that is one expression keeps its type.
    public Translated value(String text) throws Untranslatable {
        var changes = new TreeSet<String>();
        var parts = new ArrayList<String>();
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            int close = endOf(text, open);
            String source = text.substring(open + OPEN.length(), close);
            Cel cel = translate(source, new Reads(Reading.DIRECTLY), changes);
            if (open == 0 && close == text.length() - 1) {
                return new Translated(cel.text(), cel.type(), List.copyOf(changes));
            }
            if (open > at) {
                parts.add(Cel.quoted(text.substring(at, open)));
            }
            parts.add(cel.type() == ValueType.TEXT ? cel.text() : "string(" + cel.text() + ")");
            at = close + 1;
        }
        if (at < text.length() || parts.isEmpty()) {
            parts.add(Cel.quoted(text.substring(at)));
        }
        return new Translated(String.join(" + ", parts), ValueType.TEXT, List.copyOf(changes));
    }

    private Cel translate(String source, Reads reads, TreeSet<String> changes) throws Untranslatable {
        try {
            var translator = new CelTranslator(source, names, reads);
            Cel cel = translator.given(SpelParser.parse(source));
            changes.addAll(translator.changes());
            return cel;
        } catch (Untranslatable partly) {
            throw partly.in(OPEN + source + "}");
        }
    }

    /// Braces inside strings and of lists do not end an expression.
    private static int endOf(String text, int open) throws Untranslatable {
        int braces = 0;
        for (int i = open + OPEN.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                if (end < 0) {
                    break;
                }
                i = end;
            } else if (c == '{') {
                braces++;
            } else if (c == '}' && braces == 0) {
                return i;
            } else if (c == '}') {
                braces--;
            }
        }
        throw new Untranslatable(text.substring(open), "it has no end");
    }
}
