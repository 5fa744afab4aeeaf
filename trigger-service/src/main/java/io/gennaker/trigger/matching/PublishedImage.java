package io.gennaker.trigger.matching;

import io.gennaker.contracts.ImagePurl;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.util.HashMap;
import java.util.Map;

/// What a CDEvent about a published artifact says about an image. Pure.
public sealed interface PublishedImage {
    /// The same fact in the form in which registries tell it.
    record Pushed(TriggerEvent.ImageChanged event) implements PublishedImage {}

    /// No image, or one that cannot be pinned.
    record Refused(String reason) implements PublishedImage {}

    /// Reads the image from the subject's id, a package URL or an image reference.
    static PublishedImage of(TriggerEvent.ArtifactPublished published) {
        String id = published.subject().id();
        try {
            ImageReference image = ImagePurl.isPurl(id) ? ImagePurl.parse(id) : ImageReference.parse(id);
            return image.digest() == null
                    ? refused(published, "image " + image + " has no digest; only a digest says which image it is")
                    : new Pushed(pushed(published, image));
        } catch (IllegalArgumentException unreadable) {
            return refused(published, String.valueOf(unreadable.getMessage()));
        }
    }

    private static PublishedImage refused(TriggerEvent.ArtifactPublished published, String reason) {
        return new Refused(published.context().type() + ": subject.id: " + reason);
    }

    private static TriggerEvent.ImageChanged pushed(TriggerEvent.ArtifactPublished published, ImageReference image) {
        return new TriggerEvent.ImageChanged(
                published.source(),
                published.context().id(),
                RegistryAction.INSERT,
                image,
                attributes(published),
                published.context().timestamp());
    }

    private static Map<String, String> attributes(TriggerEvent.ArtifactPublished published) {
        var attributes = new HashMap<>(Map.of("cdevent", published.context().type()));
        String user = published.subject().content().user();
        if (user != null) {
            attributes.put("user", user);
        }
        return attributes;
    }
}
