package io.gennaker.trigger.matching;

import java.util.Map;
import java.util.Optional;

/// What polled registries had when they were asked last.
public interface PolledTags {
    /// Digests by tag; nothing when the repository was never read.
    Optional<Map<String, String>> of(String repository);

    void note(String repository, Map<String, String> digests);
}
