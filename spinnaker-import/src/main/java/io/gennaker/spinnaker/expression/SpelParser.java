package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.expression.Tokens.Kind;
import io.gennaker.spinnaker.expression.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads an expression: literals, paths, methods, functions, operators, the choice and Elvis.
///
/// What the language has beyond (types, constructors, projection, selection, assignment) is refused by name.
final class SpelParser {
    private static final int LONGEST = 5_000;
    private static final int DEEPEST = 50;
    /// From loose to tight.
    private static final List<Set<String>> OPERATORS = List.of(
            Set.of("||"),
            Set.of("&&"),
            Set.of("==", "!=", "<", "<=", ">", ">=", "matches"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"));

    private final String source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private SpelParser(String source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    static Spel parse(String source) throws Untranslatable {
        if (source.length() > LONGEST) {
            throw new Untranslatable(
                    source.substring(0, 100) + "…", "it has " + source.length() + " characters; at most " + LONGEST);
        }
        var parser = new SpelParser(source, Tokens.of(source));
        Spel tree = parser.expression();
        if (parser.next().kind() != Kind.END) {
            throw parser.unexpected();
        }
        return tree;
    }

    private Spel expression() throws Untranslatable {
        if (++depth > DEEPEST) {
            throw new Untranslatable(source, "it is nested more than " + DEEPEST + " deep");
        }
        Spel first = binary(0);
        Spel whole = first;
        if (take("?")) {
            Spel yes = expression();
            expect(":");
            whole = new Spel.Choice(first, yes, expression());
        } else if (take("?:")) {
            whole = new Spel.Elvis(first, expression());
        }
        depth--;
        return whole;
    }

    private Spel binary(int level) throws Untranslatable {
        if (level == OPERATORS.size()) {
            return unary();
        }
        Spel left = binary(level + 1);
        while (OPERATORS.get(level).contains(next().text()) && next().kind() != Kind.TEXT) {
            String operator = advance().text();
            left = new Spel.Binary(operator, left, binary(level + 1));
        }
        return left;
    }

    private Spel unary() throws Untranslatable {
        if (next().kind() == Kind.SIGN && Set.of("!", "-").contains(next().text())) {
            if (++depth > DEEPEST) {
                throw new Untranslatable(source, "it is nested more than " + DEEPEST + " deep");
            }
            var negated = new Spel.Unary(advance().text(), unary());
            depth--;
            return negated;
        }
        return path(start());
    }

    private Spel start() throws Untranslatable {
        Token token = advance();
        return switch (token.kind()) {
            case TEXT -> new Spel.Text(token.text());
            case WHOLE -> whole(token);
            case DECIMAL -> new Spel.Decimal(token.text());
            case NAME -> name(token.text());
            case SIGN -> sign(token.text());
            case END -> throw unexpected();
        };
    }

    private Spel whole(Token token) throws Untranslatable {
        if (token.text().length() > 18) {
            throw new Untranslatable(source, "the number " + token.text() + " is too large");
        }
        return new Spel.Whole(Long.parseLong(token.text()));
    }

    private Spel name(String name) throws Untranslatable {
        if (name.equals("T") && isNext("(")) {
            throw new Untranslatable(source, "Java classes, `T(...)`, are not there in CEL");
        }
        if (name.equals("new") && next().kind() == Kind.NAME) {
            throw new Untranslatable(source, "Java objects, `new ...`, are not there in CEL");
        }
        return switch (name) {
            case "true", "false" -> new Spel.Truth(name.equals("true"));
            case "null" -> new Spel.Nothing();
            default -> {
                if (isNext("(")) {
                    throw new Untranslatable(source, "there is no function `" + name + "` in CEL");
                }
                yield new Spel.Root(name);
            }
        };
    }

    private Spel sign(String sign) throws Untranslatable {
        return switch (sign) {
            case "(" -> {
                Spel inner = expression();
                expect(")");
                yield inner;
            }
            case "{" -> new Spel.Many(list("}"));
            case "#" -> {
                Token name = advance();
                if (name.kind() != Kind.NAME || !isNext("(")) {
                    throw new Untranslatable(source, "variables, `#" + name.text() + "`, are not there in CEL");
                }
                advance();
                yield new Spel.Function(name.text(), list(")"));
            }
            default -> {
                at--;
                throw unexpected();
            }
        };
    }

    private Spel path(Spel start) throws Untranslatable {
        Spel path = start;
        while (true) {
            if (take(".") || take("?.")) {
                if (next().kind() != Kind.NAME) {
                    throw unexpected();
                }
                String name = advance().text();
                path = take("(") ? new Spel.Method(path, name, list(")")) : new Spel.Member(path, name);
            } else if (take("[")) {
                path = new Spel.Index(path, expression());
                expect("]");
            } else {
                return path;
            }
        }
    }

    private List<Spel> list(String end) throws Untranslatable {
        var items = new ArrayList<Spel>();
        while (!take(end)) {
            if (!items.isEmpty()) {
                expect(",");
            }
            items.add(expression());
        }
        return items;
    }

    private Token next() {
        return tokens.get(at);
    }

    private boolean isNext(String sign) {
        return next().kind() == Kind.SIGN && next().text().equals(sign);
    }

    private Token advance() {
        return at == tokens.size() - 1 ? tokens.getLast() : tokens.get(at++);
    }

    private boolean take(String sign) {
        boolean there = isNext(sign);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String sign) throws Untranslatable {
        if (!take(sign)) {
            throw unexpected();
        }
    }

    private Untranslatable unexpected() {
        String text = next().text();
        String what =
                switch (text) {
                    case "?[" -> "selection from a list, `?[...]`, has no equal";
                    case "^[", "$[" -> "the first or last of a selection has no equal";
                    case "![" -> "projection of a list, `![...]`, has no equal";
                    case ":" -> "maps, `{a: b}`, are not carried over";
                    default -> "it cannot be read at `" + text + "`";
                };
        return new Untranslatable(source, what);
    }
}
