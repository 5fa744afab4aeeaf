package io.gennaker.pipeline.definition;

import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a pipeline may or must say to its template.
///
/// @param required whether a pipeline without it is refused
/// @param example stands in where the template is checked without a pipeline; null: the default does
/// @param values allowed ones of an enumeration; empty for other types
/// @param pattern that texts must match, those in a list too
/// @param expressions whether its texts may hold `${{ }}`, which is evaluated when an execution starts
public record TemplateVariable(
        String name,
        VariableType type,
        @Nullable String description,
        boolean required,
        @Nullable Value defaultValue,
        @Nullable Value example,
        List<String> values,
        @Nullable Pattern pattern,
        boolean expressions) {
    public TemplateVariable {
        values = List.copyOf(values);
    }

    /// What stands in for a value that no pipeline gave.
    public Optional<Value> sample() {
        return Optional.ofNullable(example == null ? defaultValue : example);
    }

    /// What is wrong with a value, in words that follow "found"; empty when it fits.
    public Optional<String> mistake(Value value) {
        if (!expressions && holdsExpression(value)) {
            return Optional.of("an expression in " + describe(value));
        }
        return fits(value) ? Optional.empty() : Optional.of(describe(value));
    }

    private boolean fits(Value value) {
        return switch (type) {
            case STRING -> value instanceof Value.Text text && matches(text);
            case INT -> value instanceof Value.Whole;
            case BOOL -> value instanceof Value.Truth;
            case ENUM -> value instanceof Value.Text text && values.contains(text.value());
            case LIST ->
                value instanceof Value.Many many
                        && many.items().stream().allMatch(item -> !(item instanceof Value.Text text) || matches(text));
            case OBJECT -> value instanceof Value.Named;
        };
    }

    private boolean matches(Value.Text text) {
        return pattern == null || pattern.matches(text.value());
    }

    private static boolean holdsExpression(Value value) {
        return switch (value) {
            case Value.Text text -> Template.hasExpression(text.value());
            case Value.Many many -> many.items().stream().anyMatch(TemplateVariable::holdsExpression);
            case Value.Named named -> named.fields().values().stream().anyMatch(TemplateVariable::holdsExpression);
            case Value.Whole _, Value.Decimal _, Value.Truth _ -> false;
        };
    }

    private static String describe(Value value) {
        return switch (value) {
            case Value.Text text -> Problem.quote(text.value());
            case Value.Many _ -> "a list";
            case Value.Named _ -> "a mapping";
            case Value.Whole _, Value.Decimal _, Value.Truth _ -> value.inText().orElseThrow();
        };
    }

    /// What fits, in words for a user.
    public String allowed() {
        String what =
                switch (type) {
                    case STRING -> "text";
                    case INT -> "an integer";
                    case BOOL -> "true, false";
                    case ENUM -> String.join(", ", values);
                    case LIST -> "a list";
                    case OBJECT -> "a mapping";
                };
        String matching = pattern == null ? "" : " that matches " + pattern.text();
        return what + matching + (expressions ? ", which may hold expressions" : "");
    }
}
