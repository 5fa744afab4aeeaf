package io.gennaker.trigger.source;

import io.gennaker.contracts.TriggerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/// `{"message": {"data", "messageId", "publishTime", "attributes"}, "subscription"}`, its data a registry's message or
/// any other JSON.
final class PubSubPush implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        Fields message = call.body().at("message");
        String id = message.required("messageId");
        String data;
        try {
            data = new String(
                    Base64.getDecoder()
                            .decode(message.at("data")
                                    .value()
                                    .inText()
                                    .orElseThrow(() -> new UnreadableCall("no text at message.data"))),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableCall("message.data is not base64");
        }
        Instant at = Images.time(message.text("publishTime"), call.at());
        TriggerEvent event = SubscriptionMessage.read(call.eventSource(), id, data, message.at("attributes"), at);
        return Reading.of(event);
    }
}
