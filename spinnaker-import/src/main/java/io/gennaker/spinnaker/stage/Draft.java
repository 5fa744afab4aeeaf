package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.naming.ValueType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A stage of a definition, without what all stages have.
///
/// @param kind word of the language
/// @param keys of this kind
/// @param files manifests by path
/// @param outputs types of those that later stages may read, by name, where the kind does not say them
/// @param timeout that Spinnaker had for this type; empty: none, or one of the keys says it
public record Draft(
        String kind,
        ObjectNode keys,
        Map<String, String> files,
        Map<String, ValueType> outputs,
        Optional<Duration> timeout) {
    public Draft {
        files = Map.copyOf(files);
        outputs = Map.copyOf(outputs);
    }

    Draft(String kind, ObjectNode keys, Map<String, String> files, Optional<Duration> timeout) {
        this(kind, keys, files, Map.of(), timeout);
    }
}
