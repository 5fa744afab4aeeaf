package io.gennaker.pipeline.definition;

import io.gennaker.judges.kayenta.ScopeValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Kayenta's canary configuration in a file beside the definition. It stands in place of an analysis's metrics.
///
/// @param file its path
/// @param source that is asked; null: the one named as the store is in the configuration
/// @param scopes what its variables stand for, by name
/// @param hasThresholds whether the analysis has some of its own; otherwise those of the file count, where it has any
public record CanaryConfigFile(
        String file, @Nullable String source, Map<String, ScopeValues> scopes, boolean hasThresholds) {
    public CanaryConfigFile {
        scopes = Map.copyOf(scopes);
    }
}
