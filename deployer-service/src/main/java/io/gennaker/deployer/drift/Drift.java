package io.gennaker.deployer.drift;

import io.gennaker.deployer.resource.LastWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A route that is not as the shift in force left it.
///
/// @param found what is there and what should be, in words
/// @param version of the routing objects that were read; another version is another look
/// @param writer who wrote last, where the server says so
/// @param field the JSON pointer of what differs; null when it cannot be written, and when nobody has changed it
/// @param refusal why it cannot be corrected; null when it can
public record Drift(
        String found,
        String version,
        Optional<LastWriter> writer,
        @Nullable String field,
        @Nullable String refusal) {
    /// Where nobody has changed what was shared, but what it was measured by.
    static Drift outgrown(String found, String version) {
        return new Drift(found, version, Optional.empty(), null, null);
    }

    boolean isOutgrown() {
        return field == null && refusal == null;
    }
}
