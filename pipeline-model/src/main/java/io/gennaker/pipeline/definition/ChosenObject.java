package io.gennaker.pipeline.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which object a stage works on.
///
/// @param name may hold expressions; null where labels choose
/// @param labels that the objects carry; empty where the name chooses
public record ChosenObject(
        String apiVersion, String kind, @Nullable String name, Map<String, String> labels) {
    public ChosenObject {
        labels = Map.copyOf(labels);
    }
}
