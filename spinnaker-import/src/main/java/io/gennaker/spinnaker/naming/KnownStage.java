package io.gennaker.spinnaker.naming;

import java.util.Set;

/// What expressions may know of a stage that comes before theirs.
///
/// @param kind word of the language that it became; `byHand` where people do what it did
/// @param outputs that it gives, where its kind does not say them
public record KnownStage(String id, String kind, Set<String> outputs) {
    /// A stage that could not be imported.
    public static final String BY_HAND = "byHand";

    public KnownStage {
        outputs = Set.copyOf(outputs);
    }
}
