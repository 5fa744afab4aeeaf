package io.gennaker.trigger.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A message of the topic `gcr`, as Container Registry and Artifact Registry publish it.
///
/// `digest` and `tag` are full references: `{"action":"INSERT","digest":"HOST/IMAGE@sha256:...","tag":"HOST/IMAGE:1"}`.
/// A push without a tag has only `digest`; a deleted tag has only `tag`.
record RegistryMessage(RegistryAction action, ImageReference image) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A message that is none of the registry's; says what was found and what is expected.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        Unreadable(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    static RegistryMessage parse(String payload) throws Unreadable {
        JsonNode message = json(payload);
        RegistryAction action = action(text(message, "action"));
        ImageReference digest = reference(message, "digest");
        ImageReference tag = reference(message, "tag");
        if (digest != null && digest.digest() == null) {
            throw new Unreadable("digest '" + digest + "' has no @sha256:...");
        }
        if (digest != null && tag != null && !digest.repository().equals(tag.repository())) {
            throw new Unreadable("digest is of " + digest.repository() + ", tag of " + tag.repository()
                    + "; they must be of one image");
        }
        if (digest == null && tag == null) {
            throw new Unreadable("neither digest nor tag is there");
        }
        return new RegistryMessage(action, merged(digest, tag));
    }

    private static ImageReference merged(@Nullable ImageReference digest, @Nullable ImageReference tag) {
        if (digest == null || tag == null) {
            return digest == null ? Objects.requireNonNull(tag) : digest;
        }
        Digest pinned = digest.digest();
        return new ImageReference(tag.repository(), tag.tag(), pinned);
    }

    private static JsonNode json(String payload) throws Unreadable {
        try {
            JsonNode message = JSON.readTree(payload);
            if (message == null || !message.isObject()) {
                throw new Unreadable("the message is not a JSON object");
            }
            return message;
        } catch (JsonProcessingException malformed) {
            throw new Unreadable("the message is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static RegistryAction action(@Nullable String action) throws Unreadable {
        return Arrays.stream(RegistryAction.values())
                .filter(known -> known.name().equals(action))
                .findFirst()
                .orElseThrow(() -> new Unreadable(
                        "action is '" + action + "'; allowed are " + Arrays.toString(RegistryAction.values())));
    }

    private static @Nullable ImageReference reference(JsonNode message, String field) throws Unreadable {
        String text = text(message, field);
        try {
            return text == null ? null : ImageReference.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new Unreadable(field + " '" + text + "': " + malformed.getMessage());
        }
    }

    private static @Nullable String text(JsonNode message, String field) throws Unreadable {
        JsonNode value = message.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > 1_000) {
            throw new Unreadable(field + " must be a text of at most 1000 characters");
        }
        return value.textValue();
    }
}
