package io.gennaker.spinnaker.naming;

import java.util.Map;

/// What expressions may know of a stage that comes before theirs.
///
/// @param kind word of the language that it became; `byHand` where people do what it did
/// @param outputs types of those that it gives, by name, where its kind does not say them
public record KnownStage(String id, String kind, Map<String, ValueType> outputs) {
    /// A stage that could not be imported.
    public static final String BY_HAND = "byHand";

    public KnownStage {
        outputs = Map.copyOf(outputs);
    }
}
