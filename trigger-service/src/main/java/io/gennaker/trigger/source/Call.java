package io.gennaker.trigger.source;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.expression.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One call of a system outside, shown to come from it.
///
/// @param source as configured
/// @param host under which clients know the registry that calls, where that is configured
/// @param headers by lower-case name
/// @param text the body
public record Call(String source, Optional<String> host, Map<String, String> headers, String text, Instant at) {
    private static final int LONGEST_ID = 300;

    public Call {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isBlank());
    }

    /// The body as JSON.
    Fields body() throws UnreadableCall {
        try {
            return JsonValue.parse(text)
                    .map(Fields::new)
                    .filter(Fields::isObject)
                    .orElseThrow(() -> new UnreadableCall("the body is no JSON object"));
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableCall("the body cannot be read: " + malformed.getMessage());
        }
    }

    /// Names the source in events.
    String eventSource() {
        return "webhook:" + source;
    }

    /// Where the caller names no event: the same body at the same time is the same event.
    String madeUpId() {
        return Digest.of(at + "\n" + text).hex();
    }

    static String shortened(String id) {
        return id.length() <= LONGEST_ID ? id : Digest.of(id).hex();
    }

    /// The body as payload of a fact.
    String payload() throws UnreadableCall {
        if (text.length() > TriggerEvent.FactReceived.LONGEST_PAYLOAD) {
            throw new UnreadableCall("the body has " + text.length() + " characters; at most "
                    + TriggerEvent.FactReceived.LONGEST_PAYLOAD + " are allowed");
        }
        return text;
    }
}
