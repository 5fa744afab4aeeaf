package io.gennaker.console.http;

import io.gennaker.console.deadletter.DeadLetter;
import io.gennaker.console.deadletter.Replay;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A dead letter in full.
///
/// @param bytes length of the whole value
/// @param complete whether `value`, `key` and `headers` are all that was received
/// @param replays in order
record DeadLetterView(
        String id,
        Instant at,
        @Nullable String service,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String type,
        String reason,
        @Nullable Content key,
        List<NamedContent> headers,
        @Nullable Content value,
        int bytes,
        boolean complete,
        List<Replay> replays) {
    /// Bytes as text where they are UTF-8, else in base64.
    record Content(@Nullable String text, @Nullable String base64) {
        static @Nullable Content of(byte @Nullable [] bytes) {
            if (bytes == null) {
                return null;
            }
            String text = utf8(bytes);
            return new Content(text, text == null ? Base64.getEncoder().encodeToString(bytes) : null);
        }
    }

    record NamedContent(
            String name, @Nullable String text, @Nullable String base64) {
        static NamedContent of(String name, byte[] bytes) {
            String text = utf8(bytes);
            return new NamedContent(
                    name, text, text == null ? Base64.getEncoder().encodeToString(bytes) : null);
        }
    }

    static DeadLetterView of(DeadLetter letter, List<Replay> replays) {
        DeadLetter.Origin origin = letter.origin();
        return new DeadLetterView(
                letter.id(),
                letter.at(),
                letter.service(),
                origin == null ? null : origin.topic(),
                origin == null ? null : origin.partition(),
                origin == null ? null : origin.offset(),
                letter.type(),
                letter.reason(),
                Content.of(letter.key()),
                letter.headers().stream()
                        .map(header -> NamedContent.of(header.name(), header.value()))
                        .toList(),
                Content.of(letter.value()),
                letter.bytes(),
                letter.complete(),
                replays);
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
