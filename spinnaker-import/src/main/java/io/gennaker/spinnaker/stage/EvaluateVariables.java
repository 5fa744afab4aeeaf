package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `evaluateVariables` becomes `evaluate`.
final class EvaluateVariables implements StageTranslator {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,59}";
    private static final int MOST = 64;

    @Override
    public Set<String> types() {
        return Set.of("evaluateVariables");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        List<Fields> variables = stage.objects("variables");
        if (variables.isEmpty() || variables.size() > MOST) {
            return new Translation.Unsupported(
                    "it has " + variables.size() + " variables; a stage `evaluate` has 1 to " + MOST);
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ObjectNode values = keys.putObject("values");
        var types = new HashMap<String, ValueType>();
        for (Fields variable : variables) {
            String name = variable.text("key").orElse("");
            if (!name.matches(NAME) || values.has(name)) {
                return new Translation.Unsupported("variable '" + name
                        + "' is no name of an output: letters, digits and '_', at most 60, each once");
            }
            Translated value =
                    new Texts(context.names()).value(variable.text("value").orElse(""));
            values.put(name, value.text());
            types.put(name, value.type());
            variable.exact("key");
            variable.changed("value", "later stages read it as stages." + context.id() + ".outputs." + name);
            variable.notCarried("description", "an output has no description");
        }
        return new Translation.Exact(new Draft("evaluate", keys, Map.of(), types, Optional.empty()));
    }
}
