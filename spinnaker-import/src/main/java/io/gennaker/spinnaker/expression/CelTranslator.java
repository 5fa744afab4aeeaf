package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.Names;
import io.gennaker.spinnaker.naming.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Says in CEL what an expression of Spinnaker says.
final class CelTranslator {
    private static final Map<String, String> STATUSES = Map.of(
            "SUCCEEDED", "Succeeded",
            "SKIPPED", "Skipped",
            "FAILED_CONTINUE", "FailedContinued",
            "TERMINAL", "Failed",
            "STOPPED", "Failed",
            "CANCELED", "Cancelled");

    private final String source;
    private final Paths paths;
    private final Methods methods;
    private final TreeSet<String> changes = new TreeSet<>();

    /// @param reads what earlier stages gave
    CelTranslator(String source, Names names, Reads reads) {
        this.source = source;
        this.paths = new Paths(source, names, reads, changes);
        this.methods = new Methods(source, this);
    }

    /// What means something else than before, in words; complete after [#translate].
    TreeSet<String> changes() {
        return changes;
    }

    Cel translate(Spel tree) throws Untranslatable {
        Optional<Cel> path = paths.translate(tree);
        if (path.isPresent()) {
            return path.get();
        }
        return switch (tree) {
            case Spel.Text text -> Cel.of(Cel.quoted(text.value()), ValueType.TEXT);
            case Spel.Whole whole -> Cel.of(Long.toString(whole.value()), ValueType.WHOLE);
            case Spel.Decimal decimal -> Cel.of(decimal.digits(), ValueType.DECIMAL);
            case Spel.Truth truth -> Cel.of(Boolean.toString(truth.value()), ValueType.TRUTH);
            case Spel.Nothing _ -> throw refused("`null` is there only in comparisons with a path");
            case Spel.Root root -> throw refused("there is no `" + root.name() + "` in Gennaker");
            case Spel.Member member -> throw refused("there is no equal of `." + member.name() + "` here");
            case Spel.Index index -> item(index);
            case Spel.Method method -> methods.method(method);
            case Spel.Function function -> methods.function(function);
            case Spel.Many many -> list(many);
            case Spel.Unary unary -> unary(unary);
            case Spel.Binary binary -> binary(binary);
            case Spel.Choice choice -> choice(choice);
            case Spel.Elvis elvis -> elvis(elvis);
        };
    }

    /// What the whole expression gives; it is handed on, and may be compared with Spinnaker's words later.
    Cel given(Spel tree) throws Untranslatable {
        Cel cel = translate(tree);
        return cel.type() == ValueType.STATUS ? asText(cel) : cel;
    }

    Untranslatable refused(String reason) {
        return new Untranslatable(source, reason);
    }

    boolean knowsStage(String name) {
        return paths.knowsStage(name);
    }

    private Cel list(Spel.Many many) throws Untranslatable {
        var items = new ArrayList<String>();
        for (Spel item : many.items()) {
            items.add(given(item).text());
        }
        return Cel.of("[" + String.join(", ", items) + "]", ValueType.LIST);
    }

    /// An item of a list that a method gave, such as `split`.
    private Cel item(Spel.Index index) throws Untranslatable {
        Cel of = index.of() instanceof Spel.Method || index.of() instanceof Spel.Many
                ? translate(index.of())
                : Cel.of("", ValueType.TRUTH);
        if (of.type() != ValueType.LIST || !(index.key() instanceof Spel.Whole number)) {
            throw refused("there is no equal of this `[...]`");
        }
        return Cel.of(of.text() + "[" + number.value() + "]", ValueType.TEXT);
    }

    private Cel unary(Spel.Unary unary) throws Untranslatable {
        Cel operand = translate(unary.operand());
        if (unary.operator().equals("!")) {
            return Cel.of("!" + truth(operand).text(), ValueType.TRUTH);
        }
        if (operand.type() != ValueType.WHOLE && operand.type() != ValueType.DECIMAL) {
            throw refused("`-` before something that is no number");
        }
        return Cel.of("(-" + operand.text() + ")", operand.type());
    }

    /// Spinnaker reads texts as truths where it needs one.
    Cel truth(Cel cel) throws Untranslatable {
        return switch (cel.type()) {
            case TRUTH -> cel;
            case TEXT -> Cel.of("(" + cel.text() + " == \"true\")", ValueType.TRUTH);
            case WHOLE, DECIMAL, LIST, STATUS -> throw refused("`" + cel.text() + "` is neither true nor false");
        };
    }

    private Cel binary(Spel.Binary binary) throws Untranslatable {
        String operator = binary.operator();
        if (binary.left() instanceof Spel.Nothing || binary.right() instanceof Spel.Nothing) {
            return comparedWithNothing(binary);
        }
        Cel left = translate(binary.left());
        Cel right = translate(binary.right());
        return switch (operator) {
            case "&&", "||" -> joined(truth(left), operator, truth(right), ValueType.TRUTH);
            case "+" -> sum(left, right);
            case "-", "*", "/", "%" -> {
                requireNumbers(operator, left, right);
                yield joined(left, operator, right, left.type());
            }
            case "matches" -> {
                if (!(binary.right() instanceof Spel.Text pattern)) {
                    throw refused("a pattern that is no literal");
                }
                yield methods.matches(left, pattern.value());
            }
            default -> compared(left, operator, right, binary);
        };
    }

    private Cel comparedWithNothing(Spel.Binary binary) throws Untranslatable {
        Cel other = translate(binary.left() instanceof Spel.Nothing ? binary.right() : binary.left());
        if (!other.isPath()) {
            throw refused("only a path can be compared with `null`");
        }
        return switch (binary.operator()) {
            case "==" -> Cel.of("!has(" + other.text() + ")", ValueType.TRUTH);
            case "!=" -> Cel.of("has(" + other.text() + ")", ValueType.TRUTH);
            default -> throw refused("`null` with " + binary.operator());
        };
    }

    private Cel compared(Cel left, String operator, Cel right, Spel.Binary binary) throws Untranslatable {
        if (left.type() == ValueType.STATUS && binary.right() instanceof Spel.Text word) {
            return joined(left, operator, status(word.value(), operator), ValueType.TRUTH);
        }
        if (right.type() == ValueType.STATUS && binary.left() instanceof Spel.Text word) {
            return joined(status(word.value(), operator), operator, right, ValueType.TRUTH);
        }
        boolean comparable = left.type() == right.type() || left.isNumber() && right.isNumber();
        if (!comparable || left.type() == ValueType.LIST) {
            throw refused("`" + left.text() + "` and `" + right.text() + "` are of different types, which CEL does not "
                    + "compare");
        }
        return joined(left, operator, right, ValueType.TRUTH);
    }

    Cel status(String word, String operator) throws Untranslatable {
        String ours = STATUSES.get(word.strip());
        if (ours == null || !(operator.equals("==") || operator.equals("!="))) {
            throw refused("the status " + Cel.quoted(word) + " has no equal here");
        }
        if (word.equals("STOPPED") || word.equals("TERMINAL")) {
            changes.add("TERMINAL and STOPPED are both 'Failed'; a stage that ran out of time is 'TimedOut'");
        }
        return Cel.of(Cel.quoted(ours), ValueType.TEXT);
    }

    private Cel sum(Cel left, Cel right) throws Untranslatable {
        if (left.type() == ValueType.TEXT || right.type() == ValueType.TEXT) {
            return joined(asText(left), "+", asText(right), ValueType.TEXT);
        }
        requireNumbers("+", left, right);
        return joined(left, "+", right, left.type());
    }

    Cel asText(Cel cel) throws Untranslatable {
        return switch (cel.type()) {
            case TEXT -> cel;
            case WHOLE, DECIMAL, TRUTH -> Cel.of("string(" + cel.text() + ")", ValueType.TEXT);
            case LIST -> throw refused("a list as text");
            case STATUS -> throw refused("the words for the status of a stage differ from Spinnaker's");
        };
    }

    private void requireNumbers(String operator, Cel left, Cel right) throws Untranslatable {
        if (!left.isNumber() || left.type() != right.type()) {
            throw refused("`" + operator + "` between values that are not numbers of one type");
        }
    }

    private Cel choice(Spel.Choice choice) throws Untranslatable {
        Cel condition = truth(translate(choice.condition()));
        Cel yes = translate(choice.yes());
        Cel no = translate(choice.no());
        if (yes.type() != no.type()) {
            yes = asText(yes);
            no = asText(no);
        }
        return Cel.of("(" + condition.text() + " ? " + yes.text() + " : " + no.text() + ")", yes.type());
    }

    private Cel elvis(Spel.Elvis elvis) throws Untranslatable {
        Cel value = translate(elvis.value());
        Cel otherwise = translate(elvis.otherwise());
        if (!value.isPath() || value.type() != ValueType.TEXT || otherwise.type() != ValueType.TEXT) {
            throw refused("`?:` is carried over between texts, behind a path");
        }
        String isThere = "has(" + value.text() + ") && " + value.text() + " != \"\"";
        return Cel.of("(" + isThere + " ? " + value.text() + " : " + otherwise.text() + ")", ValueType.TEXT);
    }

    static Cel joined(Cel left, String operator, Cel right, ValueType type) {
        return Cel.of("(" + left.text() + " " + operator + " " + right.text() + ")", type);
    }

    List<Cel> all(List<Spel> arguments) throws Untranslatable {
        var translated = new ArrayList<Cel>();
        for (Spel argument : arguments) {
            translated.add(translate(argument));
        }
        return translated;
    }
}
