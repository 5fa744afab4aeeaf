package io.gennaker.playground.cluster.patch;

import java.util.List;

/// How the elements of a list are told apart when two writers touch it.
public sealed interface ListShape {

    /// The list is one value: replaced as a whole, owned as a whole.
    record Atomic() implements ListShape {}

    /// Each element is an object known by these fields.
    record Keyed(List<String> keys) implements ListShape {
        public Keyed {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("A keyed list needs at least one key");
            }
        }
    }

    /// Each element is a scalar that is in the list or not.
    record ValueSet() implements ListShape {}
}
