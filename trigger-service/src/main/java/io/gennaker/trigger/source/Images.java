package io.gennaker.trigger.source;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Reads images and times of registries.
final class Images {
    private Images() {}

    static ImageReference image(String repository, Optional<String> tag, Optional<String> digest)
            throws UnreadableCall {
        try {
            return new ImageReference(
                    repository, tag.orElse(null), digest.map(Digest::new).orElse(null));
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableCall(String.valueOf(malformed.getMessage()));
        }
    }

    static ImageReference image(String text) throws UnreadableCall {
        try {
            return ImageReference.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableCall("image '" + text + "': " + malformed.getMessage());
        }
    }

    /// @param usual where there is none, or one that cannot be read
    static Instant time(Optional<String> text, Instant usual) {
        try {
            return text.map(value -> OffsetDateTime.parse(value).toInstant()).orElse(usual);
        } catch (DateTimeException unreadable) {
            return usual;
        }
    }

    static Instant seconds(Optional<String> text, Instant usual) {
        try {
            return text.map(Long::parseLong).map(Instant::ofEpochSecond).orElse(usual);
        } catch (NumberFormatException | DateTimeException unreadable) {
            return usual;
        }
    }
}
