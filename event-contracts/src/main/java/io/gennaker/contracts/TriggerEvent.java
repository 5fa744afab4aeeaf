package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Facts from outside that may start executions.
public sealed interface TriggerEvent extends Message {
    /// Where the fact comes from: a subscription, a webhook source, a CI system.
    String source();

    @Override
    default String key() {
        return source();
    }

    /// An image appeared in (or left) a registry.
    ///
    /// @param eventId identity of the fact at its source; the same fact delivered twice has the same one
    /// @param action as registries send it
    /// @param image repository with tag, digest or both
    record ImageChanged(
            String source,
            String eventId,
            RegistryAction action,
            ImageReference image,
            Map<String, String> attributes,
            Instant at)
            implements TriggerEvent {
        public ImageChanged {
            Check.text("source", source, 300);
            Check.text("event id", eventId, 300);
            attributes = Map.copyOf(attributes);
        }
    }

    /// Identity of an event, for people: short, and the same wherever it is computed.
    static String identity(String source, String eventId) {
        return "ev-" + Digest.of(source + "\n" + eventId).hex().substring(0, 16);
    }

    /// Something happened that is no image's: a push to Git, a call, a message, a time.
    ///
    /// @param eventId identity of the fact at its source; the same fact delivered twice has the same one
    /// @param attributes what is known of it beside its payload: headers, branch, action
    /// @param payload JSON
    record FactReceived(
            FactKind kind, String source, String eventId, Map<String, String> attributes, String payload, Instant at)
            implements TriggerEvent {
        /// In characters.
        public static final int LONGEST_PAYLOAD = 200_000;

        public FactReceived {
            Check.text("source", source, 300);
            Check.text("event id", eventId, 300);
            Check.text("payload", payload, LONGEST_PAYLOAD);
            attributes = Map.copyOf(attributes);
        }
    }

    /// An artifact was published, told as a CDEvent by a CI system: where it is an image, this says what
    /// [ImageChanged] says.
    ///
    /// Any version 0.x of the type is read, and what is not named here is not read: the vocabulary is not ours.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ArtifactPublished(CdContext context, PublishedArtifact subject) implements TriggerEvent, CdEvent {
        private static final Pattern TYPE =
                Pattern.compile("dev\\.cdevents\\.artifact\\.published\\.0\\.[0-9]+\\.[0-9]+(-draft)?");

        public ArtifactPublished {
            Check.matching("context type", context.type(), TYPE);
        }

        @Override
        public String source() {
            return context.source();
        }

        @Override
        public String subjectId() {
            return subject.id();
        }
    }

    /// The subject of an [ArtifactPublished].
    ///
    /// @param id a package URL such as `pkg:oci/shop@sha256%3A...?repository_url=us.gcr.io/acme/shop&tag=v1`, or an
    /// image reference such as `us.gcr.io/acme/shop@sha256:...`
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PublishedArtifact(String id, String type, PublishedContent content) {
        private static final Pattern TYPE = Pattern.compile("artifact");

        public PublishedArtifact {
            Check.text("subject id", id, 1_000);
            Check.matching("subject type", type, TYPE);
        }
    }

    /// @param user who published the artifact, where the vocabulary's version and the writer say so
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PublishedContent(@Nullable String user) {}
}
