package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.ValueType;
import java.util.List;

/// @param text for a definition or a manifest
/// @param type of what it gives
/// @param changes what it means otherwise than before; empty: nothing
public record Translated(String text, ValueType type, List<String> changes) {
    public Translated {
        changes = List.copyOf(changes);
    }
}
