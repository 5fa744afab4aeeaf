package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.ValueType;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The methods of texts, and Spinnaker's own functions.
final class Methods {
    /// Of Java's patterns, what RE2 reads otherwise or not at all: looking around, possessive, back references, sets.
    private static final Pattern ONLY_JAVA =
            Pattern.compile("\\(\\?[=!<>]|[*+?}]\\+|\\\\[1-9kGXhHvVRZe]|&&|\\[[^\\]]*\\[");

    private final String source;
    private final CelTranslator translator;

    Methods(String source, CelTranslator translator) {
        this.source = source;
        this.translator = translator;
    }

    Cel method(Spel.Method method) throws Untranslatable {
        Cel of = translator.translate(method.of());
        List<Cel> arguments = translator.all(method.arguments());
        boolean isStatusName = of.type() == ValueType.STATUS && arguments.isEmpty();
        if (isStatusName && (method.name().equals("toString") || method.name().equals("name"))) {
            return of;
        }
        if (of.type() == ValueType.STATUS && method.name().equals("equals") && arguments.size() == 1) {
            return translator.translate(
                    new Spel.Binary("==", method.of(), method.arguments().getFirst()));
        }
        if (method.name().equals("toString") && arguments.isEmpty()) {
            return translator.asText(of);
        }
        if (of.type() == ValueType.LIST) {
            return ofList(method, of, arguments);
        }
        if (of.type() != ValueType.TEXT) {
            throw refused(method);
        }
        return ofText(method, of, arguments);
    }

    private Cel ofList(Spel.Method method, Cel of, List<Cel> arguments) throws Untranslatable {
        return switch (method.name() + "/" + arguments.size()) {
            case "contains/1" -> {
                Cel item = arguments.getFirst();
                Cel list = item.type() == ValueType.STATUS ? statuses(method.of()) : of;
                yield CelTranslator.joined(item, "in", list, ValueType.TRUTH);
            }
            case "size/0" -> Cel.of(of.text() + ".size()", ValueType.WHOLE);
            case "isEmpty/0" -> Cel.of("(" + of.text() + ".size() == 0)", ValueType.TRUTH);
            default -> throw refused(method);
        };
    }

    /// Spinnaker's words for statuses, in Gennaker's.
    private Cel statuses(Spel list) throws Untranslatable {
        var words = new TreeSet<String>();
        for (Spel item : list instanceof Spel.Many many ? many.items() : List.<Spel>of()) {
            if (!(item instanceof Spel.Text word)) {
                throw notWritten();
            }
            words.add(translator.status(word.value(), "==").text());
        }
        if (words.isEmpty()) {
            throw notWritten();
        }
        return Cel.of("[" + String.join(", ", words) + "]", ValueType.LIST);
    }

    private Untranslatable notWritten() {
        return new Untranslatable(source, "the status of a stage in a list whose words are not written there");
    }

    private Cel ofText(Spel.Method method, Cel of, List<Cel> arguments) throws Untranslatable {
        return switch (method.name() + "/" + arguments.size()) {
            case "contains/1", "startsWith/1", "endsWith/1" ->
                call(of, method.name(), texts(method, arguments), ValueType.TRUTH);
            case "indexOf/1", "lastIndexOf/1" -> call(of, method.name(), texts(method, arguments), ValueType.WHOLE);
            case "substring/1", "substring/2" -> call(of, "substring", wholes(method, arguments), ValueType.TEXT);
            case "toLowerCase/0" -> call(of, "lowerAscii", arguments, ValueType.TEXT);
            case "toUpperCase/0" -> call(of, "upperAscii", arguments, ValueType.TEXT);
            case "trim/0", "strip/0" -> call(of, "trim", arguments, ValueType.TEXT);
            case "length/0" -> call(of, "size", arguments, ValueType.WHOLE);
            case "isEmpty/0" -> Cel.of("(" + of.text() + " == \"\")", ValueType.TRUTH);
            case "isBlank/0" -> Cel.of("(" + of.text() + ".trim() == \"\")", ValueType.TRUTH);
            case "equals/1" ->
                CelTranslator.joined(of, "==", texts(method, arguments).getFirst(), ValueType.TRUTH);
            case "equalsIgnoreCase/1" ->
                CelTranslator.joined(
                        call(of, "lowerAscii", List.of(), ValueType.TEXT),
                        "==",
                        call(texts(method, arguments).getFirst(), "lowerAscii", List.of(), ValueType.TEXT),
                        ValueType.TRUTH);
            case "matches/1" -> matches(of, literal(method));
            case "split/1" -> {
                if (!literal(method).matches("[A-Za-z0-9 ,;:/=_@#&-]+")) {
                    throw new Untranslatable(source, "`split` by a pattern; CEL splits by plain text");
                }
                yield call(of, "split", arguments, ValueType.LIST);
            }
            default -> throw refused(method);
        };
    }

    /// Java matches the whole text, RE2 any part of it.
    Cel matches(Cel text, String pattern) throws Untranslatable {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException invalid) {
            throw new Untranslatable(source, "the pattern is not valid: " + invalid.getDescription());
        }
        if (text.type() != ValueType.TEXT || ONLY_JAVA.matcher(pattern).find()) {
            throw new Untranslatable(source, "the pattern says something that CEL's patterns (RE2) cannot");
        }
        return Cel.of(text.text() + ".matches(" + Cel.quoted("^(?:" + pattern + ")$") + ")", ValueType.TRUTH);
    }

    Cel function(Spel.Function function) throws Untranslatable {
        List<Spel> arguments = function.arguments();
        return switch (function.name() + "/" + arguments.size()) {
            case "toInt/1" -> number("int", translator.translate(arguments.getFirst()), ValueType.WHOLE);
            case "toFloat/1" -> number("double", translator.translate(arguments.getFirst()), ValueType.DECIMAL);
            case "toBoolean/1" -> {
                Cel of = translator.asText(translator.translate(arguments.getFirst()));
                yield Cel.of("(" + of.text() + ".lowerAscii() == \"true\")", ValueType.TRUTH);
            }
            case "stageExists/1" -> {
                if (!(arguments.getFirst() instanceof Spel.Text name)) {
                    throw new Untranslatable(source, "the name of a stage that is no literal");
                }
                yield Cel.of(Boolean.toString(translator.knowsStage(name.value())), ValueType.TRUTH);
            }
            case "currentUser/0" -> Cel.path("trigger.user", ValueType.TEXT);
            case "judgment/1", "judgement/1" ->
                throw new Untranslatable(source, "the name of a stage that is no literal");
            case "toJson/1", "toBase64/1", "fromBase64/1", "readJson/1", "readYaml/1", "alphanumerical/1" ->
                throw new Untranslatable(source, "CEL here has no function like `#" + function.name() + "`");
            case "fromUrl/1", "jsonFromUrl/1", "yamlFromUrl/1", "propertiesFromUrl/1" ->
                throw new Untranslatable(
                        source, "expressions do not read addresses: a plan must be the same at each run");
            default -> throw new Untranslatable(source, "there is no equal of `#" + function.name() + "(...)`");
        };
    }

    private Cel number(String function, Cel of, ValueType type) throws Untranslatable {
        if (of.type() != ValueType.TEXT && of.type() != ValueType.WHOLE && of.type() != ValueType.DECIMAL) {
            throw new Untranslatable(source, "a number from what is no text");
        }
        return Cel.of(function + "(" + of.text() + ")", type);
    }

    private List<Cel> texts(Spel.Method method, List<Cel> arguments) throws Untranslatable {
        return ofType(method, arguments, ValueType.TEXT);
    }

    private List<Cel> wholes(Spel.Method method, List<Cel> arguments) throws Untranslatable {
        return ofType(method, arguments, ValueType.WHOLE);
    }

    private List<Cel> ofType(Spel.Method method, List<Cel> arguments, ValueType type) throws Untranslatable {
        if (arguments.stream().anyMatch(argument -> argument.type() != type)) {
            throw refused(method);
        }
        return arguments;
    }

    private String literal(Spel.Method method) throws Untranslatable {
        if (!(method.arguments().getFirst() instanceof Spel.Text text)) {
            throw new Untranslatable(source, "a pattern that is no literal");
        }
        return text.value();
    }

    private static Cel call(Cel of, String function, List<Cel> arguments, ValueType type) {
        String given = String.join(", ", arguments.stream().map(Cel::text).toList());
        return Cel.of(of.text() + "." + function + "(" + given + ")", type);
    }

    private Untranslatable refused(Spel.Method method) {
        return new Untranslatable(source, "CEL here has no method like `." + method.name() + "(...)`");
    }
}
