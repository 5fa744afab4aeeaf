package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `pipeline`: the end of another pipeline.
final class PipelineTrigger implements TriggerTranslator {
    private static final Map<String, String> STATUSES =
            Map.of("successful", "Succeeded", "failed", "Failed", "canceled", "Cancelled");

    @Override
    public String type() {
        return "pipeline";
    }

    @Override
    public TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String id = trigger.text("pipeline").orElse("");
        String name = context.pipelines().get(id);
        if (name == null) {
            return new TriggerTranslation.Unsupported("the pipeline with the id '" + id
                    + "' is not among the imported ones: import them together, or write a trigger of type pipeline");
        }
        List<String> statuses = trigger.texts("status").stream()
                .map(STATUSES::get)
                .filter(Objects::nonNull)
                .toList();
        if (statuses.size() != trigger.at("status").size()) {
            return new TriggerTranslation.Unsupported("one of the statuses " + trigger.texts("status") + " is none of "
                    + STATUSES.keySet().stream().sorted().toList());
        }
        ObjectNode keys =
                JsonNodeFactory.instance.objectNode().put("type", "pipeline").put("pipeline", name);
        statuses.forEach(keys.putArray("statuses")::add);
        if (statuses.isEmpty()) {
            STATUSES.values().stream().sorted().forEach(keys.putArray("statuses")::add);
        }
        trigger.exact("type", "enabled", "status");
        trigger.changed("pipeline", "it is called " + name);
        trigger.notNeeded("the other pipeline's name says it", "application");
        var awaited = new AwaitedArtifacts(trigger, context);
        if (!awaited.isNone()) {
            awaited.noteOff();
        }
        return new TriggerTranslation.Written(
                "after", keys, trigger.at("enabled").asBoolean(true) && awaited.isNone());
    }
}
