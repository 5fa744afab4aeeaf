package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `checkPreconditions` becomes `check`, where all of them are expressions.
final class CheckPreconditions implements StageTranslator {
    private static final int LONGEST_MESSAGE = 500;

    @Override
    public Set<String> types() {
        return Set.of("checkPreconditions");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        List<Fields> preconditions = stage.objects("preconditions");
        if (preconditions.isEmpty()) {
            return new Translation.Unsupported("it checks nothing");
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        ArrayNode conditions = keys.putArray("conditions");
        for (Fields precondition : preconditions) {
            String type = precondition.text("type").orElse("");
            if (!type.equals("expression")) {
                return new Translation.Unsupported(
                        "a precondition of type '" + type + "' has no equal; a check has expressions");
            }
            if (!precondition.text("failPipeline").orElse("true").equals("true")) {
                return new Translation.Unsupported(
                        "a precondition that fails without failing the pipeline has no equal");
            }
            condition(precondition, context, conditions.addObject());
        }
        return new Translation.Exact(new Draft("check", keys, Map.of(), Optional.empty()));
    }

    private static void condition(Fields precondition, StageContext context, ObjectNode condition)
            throws Untranslatable {
        precondition.exact("type", "failPipeline");
        Fields said = precondition.object("context");
        Translated that =
                new Texts(context.names()).condition(said.text("expression").orElse(""));
        condition.put("that", that.text());
        said.exact("expression");
        String message = said.text("failureMessage")
                .map(ManualJudgment::title)
                .orElse("precondition " + that.text().replaceAll("\\s+", " "));
        condition.put("message", message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message);
        said.exact("failureMessage");
    }
}
