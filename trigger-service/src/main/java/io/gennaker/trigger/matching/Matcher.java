package io.gennaker.trigger.matching;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.trigger.matching.Outcome.Matched;
import io.gennaker.trigger.matching.Outcome.NotMatched;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Decides which pipelines an image starts. Pure.
///
/// An event starts each matching pipeline once: the execution's id follows from pipeline, source and event id, so an
/// event that is delivered twice asks for the same execution.
public final class Matcher {
    private Matcher() {}

    /// One outcome for each trigger that the image's repository concerns.
    public static List<Outcome> match(TriggerEvent.ImageChanged event, TriggerIndex index) {
        return index.of(event.image().repository()).stream()
                .map(trigger -> match(event, trigger))
                .toList();
    }

    private static Outcome match(TriggerEvent.ImageChanged event, RegistryTrigger trigger) {
        ImageReference image = event.image();
        if (event.action() != RegistryAction.INSERT) {
            return notMatched(trigger, "action INSERT", "action " + event.action());
        }
        if (!trigger.rule().fits(event.action(), image)) {
            return notMatched(
                    trigger, "tag " + trigger.rule().tag(), image.tag() == null ? "no tag" : "tag " + image.tag());
        }
        if (image.digest() == null) {
            return notMatched(trigger, "a digest to pin the image by", "no digest");
        }
        return new Matched(trigger.rule().name(), start(event, trigger));
    }

    private static ExecutionCommand.Start start(TriggerEvent.ImageChanged event, RegistryTrigger trigger) {
        ImageReference image = event.image();
        var attributes = new TreeMap<>(event.attributes());
        attributes.put("repository", image.repository());
        attributes.put("digest", Objects.requireNonNull(image.digest()).value());
        if (image.tag() != null) {
            attributes.put("tag", image.tag());
        }
        return new ExecutionCommand.Start(
                ExecutionId.of(trigger.pipeline(), event.source() + "/" + event.eventId()),
                trigger.pipeline(),
                new TriggerInfo("registry", event.source(), event.eventId(), null, attributes),
                Map.of(),
                trigger.artifacts().stream()
                        .map(name -> new Artifact(name, image))
                        .toList(),
                event.at());
    }

    private static NotMatched notMatched(RegistryTrigger trigger, String condition, String found) {
        return new NotMatched(trigger.pipeline(), trigger.rule().name(), condition, found);
    }
}
