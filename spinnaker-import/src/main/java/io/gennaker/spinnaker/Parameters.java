package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Slug;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `parameterConfig` becomes `parameters`: texts, and enums where there are options.
///
/// @param names in the definition, by the name in Spinnaker
record Parameters(ArrayNode parameters, Map<String, String> names) {
    private static final int LONGEST_OPTION = 500;

    static Parameters of(Fields pipeline) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        var names = new LinkedHashMap<String, String>();
        var taken = new HashSet<String>();
        for (Fields parameter : pipeline.objects("parameterConfig")) {
            String name = parameter.text("name").orElse("unnamed");
            String ours = Slug.unique(Slug.identifier(name), 60, "_", taken);
            names.putIfAbsent(name, ours);
            parameters.add(parameter(parameter, name, ours));
        }
        return new Parameters(parameters, names);
    }

    private static ObjectNode parameter(Fields parameter, String name, String ours) {
        ObjectNode written = JsonNodeFactory.instance.objectNode().put("name", ours);
        if (name.equals(ours)) {
            parameter.exact("name");
        } else {
            parameter.changed("name", "it is called " + ours + ", as expressions want letters, digits and '_'");
        }
        type(parameter, written);
        description(parameter, written);
        parameter.notNeeded("how the form shows it", "pinned");
        return written;
    }

    private static void type(Fields parameter, ObjectNode written) {
        List<String> options = parameter.objects("options").stream()
                .flatMap(option -> option.text("value").stream())
                .distinct()
                .toList();
        String value = parameter.text("default").orElse("");
        boolean isEnum = parameter.flag("hasOptions") && !options.isEmpty();
        boolean fits = options.size() <= 100
                && options.stream().allMatch(option -> option.length() <= LONGEST_OPTION && !option.contains("${{"))
                && (value.isEmpty() || options.contains(value));
        if (isEnum && fits) {
            written.put("type", "enum");
            parameter.exact("hasOptions", "options");
        } else {
            written.put("type", "string");
            if (isEnum) {
                parameter.exact("hasOptions");
                parameter.notCarried(
                        "options", "any text is taken: the default is none of the options, or one is too long");
            }
            if (!parameter.flag("hasOptions")) {
                parameter.notNeeded("no options", "hasOptions", "options");
            }
        }
        defaultValue(parameter, written, value);
        if (written.path("type").asText().equals("enum")) {
            options.forEach(written.putArray("values")::add);
        }
    }

    private static void defaultValue(Fields parameter, ObjectNode written, String value) {
        boolean isText = written.path("type").asText().equals("string");
        if (Texts.hasExpression(value)) {
            parameter.notCarried("default", "a default is a plain value; whoever starts the pipeline must give one");
            parameter.changed("required", "it must be given, as the default is an expression");
        } else if (!value.isEmpty()) {
            written.put("default", value);
            parameter.exact("default", "required");
        } else if (parameter.flag("required")) {
            parameter.exact("default", "required");
        } else if (isText) {
            written.put("default", "");
            parameter.exact("default", "required");
        } else {
            written.put("required", false);
            parameter.changed("required", "not given, it is absent and not empty");
            parameter.exact("default");
        }
    }

    private static void description(Fields parameter, ObjectNode written) {
        String label = parameter.text("label").orElse("");
        String description = parameter.text("description").orElse("");
        String both = label.isEmpty() || description.isEmpty() ? label + description : label + ": " + description;
        if (!both.isEmpty() && !both.contains("${{")) {
            written.put("description", both);
            parameter.exact("description");
            parameter.changed("label", "it stands at the beginning of the description");
        }
        parameter.notNeededUnlessSaid("empty", "label", "description");
    }
}
