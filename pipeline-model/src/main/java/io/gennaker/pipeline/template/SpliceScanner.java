package io.gennaker.pipeline.template;

import io.gennaker.pipeline.expression.MalformedTemplate;
import java.util.ArrayList;
import java.util.List;

/// Finds `$[[ ]]` in a text, and whether each stands inside an expression.
final class SpliceScanner {
    private static final String END = "}}";

    private final String text;
    private final boolean wholeIsExpression;
    private final List<Splice.Part> parts = new ArrayList<>();
    private boolean inside;
    private int braces;
    private int literal;
    private int at;

    SpliceScanner(String text, boolean wholeIsExpression) {
        this.text = text;
        this.wholeIsExpression = wholeIsExpression;
        this.inside = wholeIsExpression;
    }

    List<Splice.Part> parts() throws MalformedTemplate {
        while (at < text.length()) {
            if (text.startsWith(Splice.OPEN, at)) {
                code();
            } else if (!inside && text.startsWith(Splice.LATER, at)) {
                inside = true;
                at += Splice.LATER.length();
            } else {
                one(text.charAt(at));
            }
        }
        addLiteral(text.length());
        return parts;
    }

    private void code() throws MalformedTemplate {
        addLiteral(at);
        int start = at + Splice.OPEN.length();
        int end = end(start);
        String source = text.substring(start, end);
        int leading = source.length() - source.stripLeading().length();
        parts.add(new Splice.Part.Code(source.strip(), start + leading, inside));
        at = end + Splice.CLOSE.length();
        literal = at;
    }

    private void addLiteral(int end) {
        if (end > literal) {
            parts.add(new Splice.Part.Literal(text.substring(literal, end)));
        }
    }

    private void one(char c) throws MalformedTemplate {
        if (inside && (c == '"' || c == '\'')) {
            int end = endOfString(at);
            int splice = text.indexOf(Splice.OPEN, at);
            if (splice >= 0 && splice < end) {
                throw Splice.malformed(
                        splice, "'$[[' inside a string", "beside it, as it brings its quotes: \"v\" + $[[ ... ]]");
            }
            at = end;
        } else if (inside && c == '}' && braces == 0 && !wholeIsExpression && text.startsWith(END, at)) {
            inside = false;
            at++;
        } else if (inside && c == '{') {
            braces++;
        } else if (inside && c == '}' && braces > 0) {
            braces--;
        }
        at++;
    }

    /// Brackets of lists and indexes, and strings, do not end it.
    private int end(int start) throws MalformedTemplate {
        int brackets = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = endOfString(i);
            } else if (c == '[') {
                brackets++;
            } else if (c == ']' && brackets > 0) {
                brackets--;
            } else if (c == ']' && text.startsWith(Splice.CLOSE, i)) {
                return i;
            }
        }
        throw Splice.malformed(
                start - Splice.OPEN.length(), "'$[[' without its end", "an expression between '$[[' and ']]'");
    }

    /// Index of the closing quote.
    private int endOfString(int start) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
