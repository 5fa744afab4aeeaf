package io.gennaker.pipeline.definition;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A pipeline that is run by a stage of another one.
///
/// @param parameters texts by name, which may hold expressions
/// @param artifacts names of own artifacts that it gets under the same names
/// @param waits whether the stage ends with it
public record NestedPipeline(String pipeline, Map<String, String> parameters, List<String> artifacts, boolean waits) {
    public NestedPipeline {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        artifacts = List.copyOf(artifacts);
    }
}
