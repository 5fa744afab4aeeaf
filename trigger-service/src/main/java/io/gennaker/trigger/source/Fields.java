package io.gennaker.trigger.source;

import io.gennaker.pipeline.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON of others, of which only some fields matter: whatever is not as expected is absent.
record Fields(Value value) {
    private static final int LONGEST = 2_000;

    boolean isObject() {
        return value instanceof Value.Named;
    }

    Fields at(String name) {
        return value instanceof Value.Named(Map<String, Value> fields) && fields.containsKey(name)
                ? new Fields(fields.get(name))
                : new Fields(new Value.Named(Map.of()));
    }

    Optional<String> text(String name) {
        return at(name).value.inText().filter(text -> !text.isBlank() && text.length() <= LONGEST);
    }

    List<Fields> many(String name) {
        return at(name).value instanceof Value.Many(List<Value> items)
                ? items.stream().map(Fields::new).toList()
                : List.of();
    }

    List<String> texts(String name) {
        return many(name).stream().flatMap(item -> item.value.inText().stream()).toList();
    }

    String required(String name) throws UnreadableCall {
        return text(name).orElseThrow(() -> new UnreadableCall("no text at " + name));
    }
}
