package io.gennaker.pipeline.expression;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The values behind the names of a [Scope].
public record Bindings(Map<String, Value.Named> roots) {
    public Bindings {
        roots = Collections.unmodifiableMap(new TreeMap<>(roots));
    }

    public Bindings with(String name, Map<String, Value> fields) {
        var more = new TreeMap<>(roots);
        more.put(name, new Value.Named(fields));
        return new Bindings(more);
    }

    Map<String, Object> toJava() {
        var variables = new TreeMap<String, Object>();
        roots.forEach((name, value) -> variables.put(name, value.toJava()));
        return variables;
    }
}
