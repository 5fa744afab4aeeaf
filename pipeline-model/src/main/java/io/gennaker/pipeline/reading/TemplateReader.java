package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Pattern;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplateVariable;
import io.gennaker.pipeline.definition.VariableType;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a template: its variables, and the outline of the pipeline in it. The rest of that pipeline can be read only
/// when there are values for the variables.
final class TemplateReader {
    private static final Map<String, VariableType> TYPES = types();

    private TemplateReader() {}

    private static Map<String, VariableType> types() {
        var types = new LinkedHashMap<String, VariableType>();
        Arrays.stream(VariableType.values()).forEach(type -> types.put(type.word(), type));
        return types;
    }

    static TemplateDefinition read(Source source, YamlNode root) {
        ObjectReader document = ObjectReader.open(source, root, "", Shape.TEMPLATE);
        ObjectReader metadata = document.requiredObject("metadata", Shape.TEMPLATE_METADATA);
        ObjectReader spec = document.requiredObject("spec", Shape.TEMPLATE_SPEC);
        var unique = new Uniqueness();
        List<TemplateVariable> variables = spec.objects("variables", Shape.TEMPLATE_VARIABLE).stream()
                .map(object -> variable(object, unique))
                .toList();
        var outline = new TemplateOutline();
        ObjectReader pipeline = spec.requiredObject("pipeline", Shape.PIPELINE_SPEC);
        outline.readArtifacts(pipeline);
        outline.read(pipeline);
        return new TemplateDefinition(
                metadata.text("name", Words.NAME, DefinitionReader.UNREAD),
                metadata.optionalText("description", Words.PROSE).orElse(null),
                variables,
                outline.insertions(),
                outline.files());
    }

    private static TemplateVariable variable(ObjectReader object, Uniqueness unique) {
        String name = object.text("name", Words.IDENTIFIER, DefinitionReader.UNREAD);
        unique.check(object, "name", name);
        Optional<VariableType> chosen = object.optionalChoice("type", TYPES);
        VariableType type = chosen.orElse(VariableType.STRING);
        List<String> values = object.texts("values", Words.LINE);
        checkKeys(object, type, values);
        var variable = new TemplateVariable(
                name,
                type,
                object.optionalText("description", Words.PROSE).orElse(null),
                object.flag("required", !object.has("default")),
                value(object, "default"),
                value(object, "example"),
                values,
                pattern(object),
                object.flag("expressions", false));
        if (chosen.isPresent()) {
            checkValues(object, variable);
        }
        return variable;
    }

    private static void checkKeys(ObjectReader object, VariableType type, List<String> values) {
        if (type == VariableType.ENUM && values.isEmpty()) {
            object.problem("values", "no values", "at least one value of the enum");
        } else if (type != VariableType.ENUM && object.has("values")) {
            object.problem("values", "values of a variable that is no enum", "type: enum, or no values");
        }
        boolean hasTexts = type == VariableType.STRING || type == VariableType.LIST;
        if (object.has("pattern") && !hasTexts) {
            object.problem("pattern", "a pattern of type " + type.word(), "a pattern of type string or list");
        }
        if (object.has("expressions") && type != VariableType.STRING) {
            object.problem("expressions", "expressions in type " + type.word(), "type: string");
        }
    }

    private static @Nullable Value value(ObjectReader object, String key) {
        return object.node(key)
                .flatMap(node -> PlainValues.read(object.source(), node, object.pathOf(key)))
                .orElse(null);
    }

    private static @Nullable Pattern pattern(ObjectReader object) {
        return object.optionalText("pattern", Words.LINE)
                .flatMap(text -> readPattern(object, text))
                .orElse(null);
    }

    private static Optional<Pattern> readPattern(ObjectReader object, String text) {
        try {
            return Optional.of(new Pattern(text));
        } catch (IllegalArgumentException unreadable) {
            object.problem("pattern", quote(text), "a regular expression in RE2's syntax");
            return Optional.empty();
        }
    }

    private static void checkValues(ObjectReader object, TemplateVariable variable) {
        Value defaultValue = variable.defaultValue();
        Value example = variable.example();
        if (variable.required() && defaultValue != null) {
            object.problem("required", "true, beside a default", "false, or no default");
        }
        if (defaultValue == null && example == null) {
            object.problem(
                    "example", "neither a default nor an example", "one of them: the template is checked with it");
        }
        if (defaultValue != null) {
            variable.mistake(defaultValue).ifPresent(found -> object.problem("default", found, variable.allowed()));
        }
        if (example != null) {
            variable.mistake(example).ifPresent(found -> object.problem("example", found, variable.allowed()));
        }
    }
}
