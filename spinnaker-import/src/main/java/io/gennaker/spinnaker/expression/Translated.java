package io.gennaker.spinnaker.expression;

import java.util.List;

/// @param text for a definition or a manifest
/// @param changes what it means otherwise than before; empty: nothing
public record Translated(String text, List<String> changes) {
    public Translated {
        changes = List.copyOf(changes);
    }
}
