package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `pubsub` whose messages come from a registry: its constraints name an image.
final class PubsubTrigger implements TriggerTranslator {
    /// A repository as a pattern, then a colon and the pattern of the tag. Dots and slashes may be escaped.
    private static final Pattern REFERENCE = Pattern.compile(
            "\\^?(?<repository>[a-zA-Z0-9][a-zA-Z0-9._\\\\/-]*(?::[0-9]{1,5}(?=/|\\\\/))?[a-zA-Z0-9._\\\\/-]*?):(?<tag>.+)");

    @Override
    public String type() {
        return "pubsub";
    }

    @Override
    public TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String system = trigger.text("pubsubSystem").orElse("google");
        if (!system.equals("google")) {
            return new TriggerTranslation.Unsupported("the Pub/Sub system '" + system + "' is not listened to");
        }
        Fields constraints = trigger.object("payloadConstraints");
        Matcher reference = REFERENCE.matcher(constraints.text("tag").orElse(""));
        String found = reference.matches() ? reference.group("repository").replace("\\", "") : "";
        String image = Repository.asPushed(found);
        boolean onlyKnown = constraints
                .node()
                .propertyStream()
                .allMatch(field -> Set.of("tag", "action").contains(field.getKey()));
        boolean inserts = constraints.text("action").orElse("INSERT").matches("\\^?INSERT\\$?");
        if (!Repository.fits(image) || !onlyKnown || !inserts || trigger.says("attributeConstraints")) {
            return new TriggerTranslation.Unsupported(
                    "it listens to messages that are not those of a registry about one "
                            + "image: payloadConstraints must hold 'tag' as REPOSITORY:PATTERN, 'action' INSERT or none, and "
                            + "nothing else");
        }
        var awaited = new AwaitedArtifacts(trigger, context);
        return registry(trigger, constraints, image, reference.group("tag"), awaited);
    }

    private static TriggerTranslation registry(
            Fields trigger, Fields constraints, String image, String regex, AwaitedArtifacts awaited) {
        trigger.exact("type", "pubsubSystem");
        trigger.changed("subscriptionName", "subscriptions are the trigger service's to know, not the pipeline's");
        trigger.notNeededUnlessSaid("empty", "attributeConstraints");
        constraints.exact("action");
        boolean enabled = trigger.at("enabled").asBoolean(true);
        if (awaited.tag(image, regex).isEmpty()) {
            awaited.noteOff();
            constraints.notCarried("tag", "the trigger is off until its pattern is written");
            return new TriggerTranslation.Registry(image, "*", false);
        }
        trigger.notNeeded("the image of the trigger is declared as an artifact", "expectedArtifactIds");
        // Spinnaker looks for the pattern anywhere in the text: without an end it fits more.
        boolean ends = regex.endsWith("$") || regex.endsWith(".*");
        Optional<String> tag = TagPattern.of(ends ? regex : regex + ".*");
        if (tag.isEmpty()) {
            trigger.changed("enabled", "off, until the pattern of the tag has been written");
            constraints.notCarried(
                    "tag", "no pattern of * and ? fits the same tags; the trigger is off until one is written");
            return new TriggerTranslation.Registry(image, "*", false);
        }
        trigger.exact("enabled");
        constraints.changed(
                "tag",
                "image " + image + " and tag " + tag.get() + "; the repository must be equal, where "
                        + "Spinnaker looked for a pattern anywhere in the reference");
        return new TriggerTranslation.Registry(image, tag.get(), enabled);
    }
}
