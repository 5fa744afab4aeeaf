package io.gennaker.pipeline.definition;

import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.ParameterType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that whoever starts an execution may or must give.
///
/// @param defaultValue as text; null: none
/// @param required whether an execution without it is refused
/// @param values allowed ones of an enumeration; empty for other types
public record Parameter(
        String name,
        ParameterType type,
        @Nullable String defaultValue,
        @Nullable String description,
        boolean required,
        List<String> values) {
    public Parameter {
        values = List.copyOf(values);
    }

    /// The value that a text stands for; empty when the text does not fit.
    public Optional<Value> read(String text) {
        return type == ParameterType.ENUM && !values.contains(text) ? Optional.empty() : read(type, text);
    }

    /// The value that a text of a type stands for; empty when the text does not fit.
    public static Optional<Value> read(ParameterType type, String text) {
        return switch (type) {
            case STRING, ENUM -> Optional.of(new Value.Text(text));
            case INT ->
                text.matches("-?[0-9]{1,18}") ? Optional.of(new Value.Whole(Long.parseLong(text))) : Optional.empty();
            case BOOL ->
                text.equals("true") || text.equals("false")
                        ? Optional.of(new Value.Truth(text.equals("true")))
                        : Optional.empty();
        };
    }

    /// What [#read] takes, in words for a user.
    public String allowed() {
        return switch (type) {
            case STRING -> "text";
            case INT -> "an integer";
            case BOOL -> "true, false";
            case ENUM -> String.join(", ", values);
        };
    }
}
