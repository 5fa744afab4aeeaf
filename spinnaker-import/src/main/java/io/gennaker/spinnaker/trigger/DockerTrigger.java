package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;
import java.util.Optional;

/// `docker`: Spinnaker's polling of a registry.
final class DockerTrigger implements TriggerTranslator {
    @Override
    public String type() {
        return "docker";
    }

    @Override
    public TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String registry = trigger.text("registry")
                .orElse("index.docker.io")
                .replaceFirst("^https?://", "")
                .replaceFirst("/+$", "");
        String found = registry + "/" + trigger.text("repository").orElse("");
        String image = Repository.asPushed(found);
        if (!Repository.fits(image)) {
            return new TriggerTranslation.Unsupported(
                    "its repository '" + image + "' is no repository with a registry's host");
        }
        trigger.exact("type", "registry", "repository");
        if (!image.equals(found)) {
            trigger.changed("repository", "the image is called " + image + ", as Docker Hub tells of it");
        }
        trigger.notNeeded("the first part of the repository", "organization");
        trigger.changed("account", "the registry is the trigger service's to know, not the pipeline's");
        boolean enabled = trigger.at("enabled").asBoolean(true);
        trigger.exact("enabled");
        var awaited = new AwaitedArtifacts(trigger, context);
        Optional<String> wanted = awaited.tag(found, trigger.text("tag").orElse(""));
        if (wanted.isEmpty()) {
            awaited.noteOff();
            return new TriggerTranslation.Registry(image, "*", false);
        }
        trigger.notNeeded("the image of the trigger is declared as an artifact", "expectedArtifactIds");
        String regex = wanted.get();
        if (regex.isBlank()) {
            trigger.changed("tag", "no pattern: Spinnaker left out 'latest', here it starts the pipeline too");
            return new TriggerTranslation.Registry(image, "*", enabled);
        }
        Optional<String> tag = TagPattern.of(regex).or(() -> TextPattern.whole(regex));
        if (tag.isEmpty()) {
            trigger.changed("enabled", "off, until the pattern of the tag has been written");
            trigger.notCarried("tag", "no pattern here fits the same tags; the trigger is off until one is written");
            return new TriggerTranslation.Registry(image, "*", false);
        }
        trigger.exact("tag");
        return new TriggerTranslation.Registry(image, tag.get(), enabled);
    }
}
