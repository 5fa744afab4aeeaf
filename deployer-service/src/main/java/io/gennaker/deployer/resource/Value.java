package io.gennaker.deployer.resource;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A node of an object's tree: what JSON can say. Immutable. Reading what is not there gives [Nothing], never an error.
public sealed interface Value {
    Value NOTHING = new Nothing();

    /// Named values, in the order written.
    record Fields(Map<String, Value> entries) implements Value {
        public static final Fields EMPTY = new Fields(Map.of());

        public Fields {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Fields with(String key, Value value) {
            var changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return new Fields(changed);
        }

        public Fields without(String key) {
            if (!entries.containsKey(key)) {
                return this;
            }
            var changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new Fields(changed);
        }
    }

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(String text) implements Value {}

    record Decimal(BigDecimal number) implements Value {
        /// Numbers that are equal as numbers are equal values.
        public Decimal {
            number = number.stripTrailingZeros();
        }
    }

    record Flag(boolean flag) implements Value {}

    /// JSON's null, and what is absent.
    record Nothing() implements Value {}

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(long number) {
        return new Decimal(BigDecimal.valueOf(number));
    }

    static Items of(List<? extends Value> values) {
        return new Items(List.copyOf(values));
    }

    /// An object whose values are all texts, such as labels.
    static Fields texts(Map<String, String> texts) {
        var entries = new LinkedHashMap<String, Value>();
        texts.forEach((key, text) -> entries.put(key, new Text(text)));
        return new Fields(entries);
    }

    /// The value at the end of the path; [Nothing] when there is none.
    default Value at(String... path) {
        Value current = this;
        for (String key : path) {
            current = current.fields().getOrDefault(key, NOTHING);
        }
        return current;
    }

    /// Whether anything is there.
    default boolean isPresent() {
        return !(this instanceof Nothing);
    }

    /// The entries of an object; none for anything else.
    default Map<String, Value> fields() {
        return this instanceof Fields(var entries) ? entries : Map.of();
    }

    /// The elements of a list; none for anything else.
    default List<Value> items() {
        return this instanceof Items(var values) ? values : List.of();
    }

    /// The text; null for anything else.
    default @Nullable String text() {
        return this instanceof Text(var text) ? text : null;
    }

    default String textOr(String other) {
        return this instanceof Text(var text) ? text : other;
    }

    /// The whole number; `other` for anything else.
    default int numberOr(int other) {
        return this instanceof Decimal(var number) ? number.intValue() : other;
    }

    default boolean isTrue() {
        return this instanceof Flag(var flag) && flag;
    }

    /// Whether it is this very text.
    default boolean is(String text) {
        return text.equals(text());
    }

    /// The entries of an object that are texts, such as labels.
    default Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        fields().forEach((key, value) -> {
            if (value instanceof Text(var text)) {
                texts.put(key, text);
            }
        });
        return texts;
    }

    /// This object with `leaf` at the end of the path; objects on the way are made where they are missing.
    default Fields put(Value leaf, String... path) {
        return change(_ -> leaf, path);
    }

    /// This object with the value at the end of the path changed; objects on the way are made where they are missing.
    default Fields change(UnaryOperator<Value> change, String... path) {
        var self = new Fields(fields());
        String key = path[0];
        Value child = self.at(key);
        return self.with(
                key,
                path.length == 1
                        ? change.apply(child)
                        : child.change(change, Arrays.copyOfRange(path, 1, path.length)));
    }

    /// This object without what is at the end of the path.
    default Fields drop(String... path) {
        var self = new Fields(fields());
        if (path.length == 1) {
            return self.without(path[0]);
        }
        Value child = self.at(path[0]);
        return child instanceof Fields
                ? self.with(path[0], child.drop(Arrays.copyOfRange(path, 1, path.length)))
                : self;
    }
}
