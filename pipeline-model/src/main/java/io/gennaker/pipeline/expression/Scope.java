package io.gennaker.pipeline.expression;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The names that an expression may use, and what is known of the fields below them.
public record Scope(Map<String, Fields> roots) {
    /// What is known of the fields of a value.
    public sealed interface Fields {
        /// Anything may be below it.
        record Open() implements Fields {}

        /// Exactly these fields may be below it, each with its own.
        record Known(Map<String, Fields> fields) implements Fields {
            public Known {
                fields = Collections.unmodifiableMap(new TreeMap<>(fields));
            }
        }

        Open OPEN = new Open();

        /// These fields, each open below.
        static Known of(Collection<String> names) {
            var fields = new TreeMap<String, Fields>();
            names.forEach(name -> fields.put(name, OPEN));
            return new Known(fields);
        }

        /// These fields, all alike below.
        static Known of(Collection<String> names, Fields below) {
            var fields = new TreeMap<String, Fields>();
            names.forEach(name -> fields.put(name, below));
            return new Known(fields);
        }
    }

    public Scope {
        roots = Collections.unmodifiableMap(new TreeMap<>(roots));
    }

    /// This scope with one more name, or with that name's fields replaced.
    public Scope with(String name, Fields fields) {
        var more = new TreeMap<>(roots);
        more.put(name, fields);
        return new Scope(more);
    }
}
