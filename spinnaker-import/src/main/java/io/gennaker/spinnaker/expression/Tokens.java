package io.gennaker.spinnaker.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts an expression into words and signs.
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            // possessive: a long literal is read in a loop, not on the stack
            + "(?<text>'(?:[^']++|'')*+'|\"(?:[^\"]++|\"\")*+\")"
            + "|(?<decimal>\\d+\\.\\d+)"
            + "|(?<whole>\\d+)[lL]?"
            + "|(?<name>[A-Za-z_$][A-Za-z0-9_$]*)"
            + "|(?<sign>\\?\\.|\\?:|\\?\\[|!\\[|\\^\\[|\\$\\[|==|!=|<=|>=|&&|\\|\\||[-+*/%!<>?:.,()\\[\\]{}#])"
            + ")");
    /// Words that stand for signs, in any case.
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("and", "&&"),
            Map.entry("or", "||"),
            Map.entry("not", "!"),
            Map.entry("eq", "=="),
            Map.entry("ne", "!="),
            Map.entry("lt", "<"),
            Map.entry("le", "<="),
            Map.entry("gt", ">"),
            Map.entry("ge", ">="),
            Map.entry("div", "/"),
            Map.entry("mod", "%"));
    private static final int MOST = 1_000;

    enum Kind {
        TEXT,
        DECIMAL,
        WHOLE,
        NAME,
        SIGN,
        END
    }

    record Token(Kind kind, String text) {}

    private Tokens() {}

    static List<Token> of(String source) throws Untranslatable {
        var tokens = new ArrayList<Token>();
        Matcher matcher = TOKEN.matcher(source);
        int at = 0;
        while (!source.substring(at).isBlank()) {
            matcher.region(at, source.length());
            if (!matcher.lookingAt() || tokens.size() > MOST) {
                throw new Untranslatable(
                        source, "it cannot be read at `" + source.substring(at).strip() + "`");
            }
            tokens.add(token(matcher, tokens));
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, "the end"));
        return tokens;
    }

    private static Token token(Matcher matcher, List<Token> before) {
        if (matcher.group("text") != null) {
            String quoted = matcher.group("text");
            String quote = quoted.substring(0, 1);
            return new Token(Kind.TEXT, quoted.substring(1, quoted.length() - 1).replace(quote + quote, quote));
        }
        if (matcher.group("decimal") != null) {
            return new Token(Kind.DECIMAL, matcher.group("decimal"));
        }
        if (matcher.group("whole") != null) {
            return new Token(Kind.WHOLE, matcher.group("whole"));
        }
        if (matcher.group("name") != null) {
            String name = matcher.group("name");
            String sign = WORDS.get(name.toLowerCase(Locale.ROOT));
            // behind a dot or `#` it is a name, whatever it says
            boolean named = !before.isEmpty()
                    && List.of(".", "?.", "#").contains(before.getLast().text());
            return sign == null || named ? new Token(Kind.NAME, name) : new Token(Kind.SIGN, sign);
        }
        return new Token(Kind.SIGN, matcher.group("sign"));
    }
}
