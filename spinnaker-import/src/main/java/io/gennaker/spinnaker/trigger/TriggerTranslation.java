package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a trigger becomes.
public sealed interface TriggerTranslation {
    /// An image that appears in a registry.
    ///
    /// @param image repository with registry host
    /// @param tag pattern with `*` and `?`
    /// @param enabled false where it was, or where the pattern could not be carried and would fit too much
    record Registry(String image, String tag, boolean enabled) implements TriggerTranslation {}

    /// Any other of the language's, with its keys.
    ///
    /// @param word that its name begins with
    record Written(String word, ObjectNode keys, boolean enabled) implements TriggerTranslation {}

    /// The language has no such trigger: the pipeline starts by hand until one is written.
    record Unsupported(String reason) implements TriggerTranslation {}
}
