package io.gennaker.pipeline.expression;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A value that an expression reads or gives.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Value.Text.class, name = "Text"),
    @JsonSubTypes.Type(value = Value.Whole.class, name = "Whole"),
    @JsonSubTypes.Type(value = Value.Decimal.class, name = "Decimal"),
    @JsonSubTypes.Type(value = Value.Truth.class, name = "Truth"),
    @JsonSubTypes.Type(value = Value.Many.class, name = "Many"),
    @JsonSubTypes.Type(value = Value.Named.class, name = "Named"),
})
public sealed interface Value {
    record Text(String value) implements Value {}

    record Whole(long value) implements Value {}

    record Decimal(double value) implements Value {
        /// Digits and a point, as the language has decimals: it reads no exponent.
        public String written() {
            String text = Double.toString(value);
            if (text.indexOf('E') < 0) {
                return text;
            }
            String plain = new BigDecimal(text).stripTrailingZeros().toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
    }

    record Truth(boolean value) implements Value {}

    record Many(List<Value> items) implements Value {
        public Many {
            items = List.copyOf(items);
        }
    }

    /// Sorted by key, so that whatever is made of it is the same on any machine.
    record Named(Map<String, Value> fields) implements Value {
        public Named {
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        }
    }

    /// The value inside a longer text; empty for what has no text form.
    default Optional<String> inText() {
        return switch (this) {
            case Text text -> Optional.of(text.value());
            case Whole whole -> Optional.of(Long.toString(whole.value()));
            case Decimal decimal -> Optional.of(Double.toString(decimal.value()));
            case Truth truth -> Optional.of(Boolean.toString(truth.value()));
            case Many _, Named _ -> Optional.empty();
        };
    }

    /// The value as plain Java object, as the CEL library wants it.
    default Object toJava() {
        return switch (this) {
            case Text text -> text.value();
            case Whole whole -> whole.value();
            case Decimal decimal -> decimal.value();
            case Truth truth -> truth.value();
            case Many many -> many.items().stream().map(Value::toJava).toList();
            case Named named -> {
                var fields = new LinkedHashMap<String, Object>();
                named.fields().forEach((name, value) -> fields.put(name, value.toJava()));
                yield fields;
            }
        };
    }
}
