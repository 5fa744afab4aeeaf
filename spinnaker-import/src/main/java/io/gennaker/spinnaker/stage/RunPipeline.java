package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Reading;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Slug;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `pipeline` becomes `pipeline`, where the other one is imported together with it: it is named by its id.
final class RunPipeline implements StageTranslator {
    @Override
    public Set<String> types() {
        return Set.of("pipeline");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        String id = stage.text("pipeline").orElse("");
        String name = context.pipelines().get(id);
        if (name == null) {
            return new Translation.Unsupported("it runs the pipeline with the id '" + id
                    + "', which is not among the imported ones of its application: import them together, or write a"
                    + " stage of kind `pipeline`");
        }
        ObjectNode keys = JsonNodeFactory.instance.objectNode().put("pipeline", name);
        stage.changed("pipeline", "it is called " + name);
        Fields parameters = stage.object("pipelineParameters");
        for (Map.Entry<String, JsonNode> parameter : parameters.node().properties()) {
            keys.withObject("/parameters")
                    .put(
                            Slug.identifier(parameter.getKey()),
                            new Texts(context.names(), Reading.DIRECTLY)
                                    .template(parameter.getValue().asText())
                                    .text());
            parameters.exact(parameter.getKey());
        }
        stage.notNeededUnlessSaid("none", "pipelineParameters");
        if (stage.text("waitForCompletion").orElse("true").equals("false")) {
            keys.put("wait", false);
        }
        stage.exact("waitForCompletion");
        stage.changed("application", "the other pipeline must be of the same application");
        return new Translation.Changed(
                new Draft("pipeline", keys, Map.of(), Optional.empty()),
                "only pipelines of one application run one another, at most 5 inside one another");
    }
}
