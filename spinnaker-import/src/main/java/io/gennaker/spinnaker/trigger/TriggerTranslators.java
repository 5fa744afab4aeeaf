package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All types of triggers that have an equal. To add one: a class, a line here, a row in the README.
public final class TriggerTranslators {
    private static final Map<String, TriggerTranslator> BY_TYPE =
            List.of(new DockerTrigger(), new PubsubTrigger()).stream()
                    .collect(Collectors.toUnmodifiableMap(TriggerTranslator::type, translator -> translator));
    private static final Map<String, String> REASONS = Map.of(
            "webhook", "the language has no trigger by webhook",
            "git", "the language has no trigger by a push to Git",
            "cron", "the language has no trigger by time",
            "pipeline", "the language has no trigger by the end of another pipeline",
            "cdevents",
                    "the language has no trigger by any CDEvent; an image that is published starts a registry trigger",
            "helm", "Gennaker does not render charts",
            "jenkins", "builds are not watched; the image that a build pushes starts the pipeline");

    private TriggerTranslators() {}

    public static TriggerTranslation translate(Fields trigger) {
        String type = trigger.text("type").orElse("");
        return Optional.ofNullable(BY_TYPE.get(type))
                .map(translator -> translator.translate(trigger))
                .orElseGet(() -> new TriggerTranslation.Unsupported(
                        REASONS.getOrDefault(type, "the language has no trigger like the type '" + type + "'")));
    }
}
