package io.gennaker.trigger.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Attributes of a fact; what is absent is left out.
final class Attributes {
    private final Map<String, String> known = new TreeMap<>();

    Attributes with(String name, String value) {
        known.put(name, value);
        return this;
    }

    Attributes with(String name, Optional<String> value) {
        value.ifPresent(text -> known.put(name, text));
        return this;
    }

    Map<String, String> all() {
        return Map.copyOf(known);
    }
}
