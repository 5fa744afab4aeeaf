package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All types of triggers that have an equal. To add one: a class, a line here, a row in the README.
public final class TriggerTranslators {
    private static final Map<String, TriggerTranslator> BY_TYPE = List.of(
                    new DockerTrigger(),
                    new PubsubTrigger(),
                    new GitTrigger(),
                    new WebhookTrigger(),
                    new CronTrigger(),
                    new PipelineTrigger())
            .stream()
            .collect(Collectors.toUnmodifiableMap(TriggerTranslator::type, translator -> translator));
    private static final Map<String, String> REASONS = Map.of(
            "cdevents", "a trigger of type cdevent does this; its source and patterns are written by hand",
            "helm", "Gennaker does not render charts",
            "jenkins", "builds are not watched; the image that a build pushes starts the pipeline");

    private TriggerTranslators() {}

    public static TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String type = trigger.text("type").orElse("");
        return Optional.ofNullable(BY_TYPE.get(type))
                .map(translator -> translator.translate(trigger, context))
                .orElseGet(() -> new TriggerTranslation.Unsupported(
                        REASONS.getOrDefault(type, "the language has no trigger like the type '" + type + "'")));
    }
}
