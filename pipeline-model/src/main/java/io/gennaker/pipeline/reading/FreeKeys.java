package io.gennaker.pipeline.reading;

import java.util.Set;

/// Keys of mappings whose keys are names that users choose: below them no word of the language has its meaning.
/// The same keys may hold lists of texts.
public final class FreeKeys {
    public static final Set<String> ALL = Set.of(
            "variables",
            "parameters",
            "artifacts",
            "attributes",
            "payload",
            "headers",
            "secretHeaders",
            "outputs",
            "values",
            "labels",
            "groupWeights",
            "scopes");

    private FreeKeys() {}
}
