package io.gennaker.judgement.callout;

import java.util.Optional;

/// What a system outside says.
@FunctionalInterface
public interface Facts {
    /// Nothing.
    Facts NONE = path -> Optional.empty();

    /// The text at a JSONPath; what is no text there as JSON.
    Optional<String> at(String path);
}
