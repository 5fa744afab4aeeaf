package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.util.Map;
import java.util.Optional;

/// `webhook`: a call of a system outside.
final class WebhookTrigger implements TriggerTranslator {
    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String source = trigger.text("source").orElse("");
        if (!source.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,59}")) {
            return new TriggerTranslation.Unsupported(
                    "its source '" + source + "' cannot be the name of a webhook here: letters, digits, '.', '_', '-'");
        }
        ObjectNode keys =
                JsonNodeFactory.instance.objectNode().put("type", "webhook").put("source", source);
        trigger.changed(
                "type",
                "who calls is configured at the trigger service, gennaker.webhooks.\"" + source
                        + "\"; parameters come from the payload only where `parameters` of the trigger name them");
        trigger.exact("source");
        boolean fits = constraints(trigger.object("payloadConstraints"), keys);
        boolean enabled = trigger.at("enabled").asBoolean(true);
        trigger.exact("enabled");
        if (!fits) {
            trigger.changed("enabled", "off, until the patterns of the payload have been written");
        }
        var awaited = new AwaitedArtifacts(trigger, context);
        if (!awaited.isNone()) {
            awaited.noteOff();
        }
        if (trigger.says("attributeConstraints")) {
            return new TriggerTranslation.Unsupported("a call has no attributes to constrain");
        }
        return new TriggerTranslation.Written("called", keys, enabled && fits && awaited.isNone());
    }

    private static boolean constraints(Fields constraints, ObjectNode keys) {
        boolean fits = true;
        for (Map.Entry<String, JsonNode> constraint : constraints.node().properties()) {
            Optional<String> pattern = TextPattern.within(constraint.getValue().asText());
            if (pattern.isPresent() && constraint.getKey().matches("[A-Za-z0-9_.-]{1,200}")) {
                keys.withObject("/payload").put(constraint.getKey(), pattern.get());
                constraints.exact(constraint.getKey());
            } else {
                constraints.notCarried(
                        constraint.getKey(), "no pattern here fits the same; the trigger is off until one is written");
                fits = false;
            }
        }
        return fits;
    }
}
