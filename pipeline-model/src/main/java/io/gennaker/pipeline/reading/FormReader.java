package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.AnswerForm.InputType;
import io.gennaker.contracts.Decision;
import io.gennaker.pipeline.definition.AnswerInputs;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what an answer says besides yes and no.
final class FormReader {
    private static final Map<String, InputType> TYPES = Choices.of(
            "string", InputType.STRING, "int", InputType.INT, "bool", InputType.BOOL, "enum", InputType.ENUM);

    private FormReader() {}

    static AnswerForm read(ObjectReader object) {
        List<Choice> choices = choices(object);
        if (!choices.isEmpty() && choices.stream().noneMatch(choice -> choice.decision() == Decision.APPROVE)) {
            object.problem("choices", "no choice that approves", "at least one");
        }
        return new AnswerForm(choices, inputs(object));
    }

    private static List<Choice> choices(ObjectReader object) {
        var unique = new Uniqueness();
        return bounded(object, "choices", Shape.CHOICE).stream()
                .map(item -> {
                    String name = item.text("name", Words.CHOICE, DefinitionReader.UNREAD);
                    unique.check(item, "name", name);
                    return new Choice(
                            name,
                            item.text("title", Words.TITLE, name),
                            item.choice("decision", QuestionReader.DECISIONS, Decision.APPROVE));
                })
                .toList();
    }

    private static List<Input> inputs(ObjectReader object) {
        var unique = new Uniqueness();
        return bounded(object, "inputs", Shape.INPUT).stream()
                .map(item -> input(item, unique))
                .toList();
    }

    private static List<ObjectReader> bounded(ObjectReader object, String key, Shape shape) {
        List<ObjectReader> items = object.objects(key, shape);
        if (items.size() > AnswerForm.MOST) {
            object.problem(key, items.size() + " items", "at most " + AnswerForm.MOST);
        }
        return items.stream().limit(AnswerForm.MOST).toList();
    }

    private static Input input(ObjectReader object, Uniqueness unique) {
        String name = object.text("name", Words.IDENTIFIER, DefinitionReader.UNREAD);
        unique.check(object, "name", name);
        if (Outputs.OF_QUESTIONS.contains(name)) {
            object.objection("name", quote(name), "another name: the stage has an output of this name already");
        }
        InputType type = object.choice("type", TYPES, InputType.STRING);
        List<String> values = object.texts("values", Words.LINE);
        if ((type == InputType.ENUM) == values.isEmpty()) {
            object.problem(
                    object.has("values") ? "values" : "type",
                    values.isEmpty() ? "an enum without values" : "values of an input that is no enum",
                    "type: enum together with its values");
        }
        boolean required = object.flag("required", !object.has("default"));
        if (required && object.has("default")) {
            object.problem("required", "true, beside a default", "false, or no default");
        }
        var plain = new Input(
                name,
                type,
                object.optionalText("title", Words.TITLE).orElse(null),
                required,
                null,
                pattern(object, type),
                values);
        return new Input(name, type, plain.title(), required, defaultValue(object, plain), plain.pattern(), values);
    }

    private static @Nullable String pattern(ObjectReader object, InputType type) {
        Optional<String> pattern = object.optionalText("pattern", Words.PATTERN);
        if (pattern.isEmpty()) {
            return null;
        }
        if (type != InputType.STRING) {
            object.problem("pattern", "a pattern of an input that is no string", "type: string, or no pattern");
        }
        try {
            return TextPattern.parse(pattern.get()).source();
        } catch (IllegalArgumentException unreadable) {
            object.problem("pattern", quote(pattern.get()), String.valueOf(unreadable.getMessage()));
            return null;
        }
    }

    private static @Nullable String defaultValue(ObjectReader object, Input input) {
        @Nullable YamlNode node = object.node("default").orElse(null);
        if (node == null) {
            return null;
        }
        if (node instanceof YamlNode.Scalar scalar
                && AnswerInputs.read(input, scalar.text()).isPresent()) {
            return scalar.text();
        }
        object.problem("default", node.describe(), AnswerInputs.allowed(input));
        return null;
    }
}
