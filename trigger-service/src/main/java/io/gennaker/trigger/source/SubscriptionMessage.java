package io.gennaker.trigger.source;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.expression.JsonValue;
import io.gennaker.pipeline.expression.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A message of a subscription: of the topic `gcr`, as Container Registry and Artifact Registry publish it, or any
/// other JSON object.
///
/// Of the registries, `digest` and `tag` are full references: `{"action":"INSERT","digest":"HOST/IMAGE@sha256:...",
/// "tag":"HOST/IMAGE:1"}`. A push without a tag has only `digest`; a deleted tag has only `tag`.
public final class SubscriptionMessage {
    private SubscriptionMessage() {}

    public static TriggerEvent read(String source, String id, String data, Map<String, String> attributes, Instant at)
            throws UnreadableCall {
        Fields message = message(data);
        boolean registry = message.text("action").isPresent()
                && (message.text("digest").isPresent() || message.text("tag").isPresent());
        if (registry) {
            return new TriggerEvent.ImageChanged(source, id, action(message), image(message), attributes, at);
        }
        if (data.length() > TriggerEvent.FactReceived.LONGEST_PAYLOAD) {
            throw new UnreadableCall("the message has " + data.length() + " characters; at most "
                    + TriggerEvent.FactReceived.LONGEST_PAYLOAD + " are allowed");
        }
        return new TriggerEvent.FactReceived(FactKind.MESSAGE, source, id, attributes, data, at);
    }

    static TriggerEvent read(String source, String id, String data, Fields attributes, Instant at)
            throws UnreadableCall {
        var known = new TreeMap<String, String>();
        if (attributes.value() instanceof Value.Named(Map<String, Value> fields)) {
            fields.forEach((name, value) -> value.inText().ifPresent(text -> known.put(name, text)));
        }
        return read(source, id, data, known, at);
    }

    private static Fields message(String data) throws UnreadableCall {
        try {
            return JsonValue.parse(data)
                    .map(Fields::new)
                    .filter(Fields::isObject)
                    .orElseThrow(() -> new UnreadableCall("the message is not a JSON object"));
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableCall("the message cannot be read: " + malformed.getMessage());
        }
    }

    private static RegistryAction action(Fields message) throws UnreadableCall {
        String action = message.required("action");
        return Arrays.stream(RegistryAction.values())
                .filter(known -> known.name().equals(action))
                .findFirst()
                .orElseThrow(() -> new UnreadableCall(
                        "action is '" + action + "'; allowed are " + Arrays.toString(RegistryAction.values())));
    }

    private static ImageReference image(Fields message) throws UnreadableCall {
        Optional<ImageReference> digest = reference(message, "digest");
        Optional<ImageReference> tag = reference(message, "tag");
        if (digest.isPresent() && digest.get().digest() == null) {
            throw new UnreadableCall("digest '" + digest.get() + "' has no @sha256:...");
        }
        if (digest.isEmpty() || tag.isEmpty()) {
            return digest.or(() -> tag).orElseThrow();
        }
        if (!digest.get().repository().equals(tag.get().repository())) {
            throw new UnreadableCall("digest is of " + digest.get().repository() + ", tag of "
                    + tag.get().repository() + "; they must be of one image");
        }
        return new ImageReference(
                tag.get().repository(), tag.get().tag(), digest.get().digest());
    }

    private static Optional<ImageReference> reference(Fields message, String field) throws UnreadableCall {
        Optional<String> text = message.text(field);
        return text.isEmpty() ? Optional.empty() : Optional.of(Images.image(text.get()));
    }
}
