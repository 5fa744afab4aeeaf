package io.gennaker.pipeline.planning;

import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Value;
import java.util.Optional;

/// Counts the characters of variables that are evaluated. One serves one plan, in which every stage has those of the
/// pipeline and its own: a few words may ask for a long text in each of them.
public final class VariableCount {
    private static final int MOST = 16_000_000;
    private static final String TOO_MANY = "all variables together have more than " + MOST + " characters";

    private long characters;

    /// @throws EvaluationFailed so that no more are evaluated
    void add(String variable, Value value) throws EvaluationFailed {
        characters += length(value);
        if (characters > MOST) {
            throw new EvaluationFailed(variable, TOO_MANY);
        }
    }

    /// Why a plan with these variables must not start: some of its stages could not run. Empty when it may.
    public Optional<String> problem() {
        return characters > MOST ? Optional.of(TOO_MANY) : Optional.empty();
    }

    /// Bounded where it is evaluated: no sum of lengths runs over.
    private static int length(Value value) {
        return switch (value) {
            case Value.Text text -> text.value().length();
            case Value.Whole _, Value.Decimal _, Value.Truth _ -> 1;
            case Value.Many many ->
                many.items().stream().mapToInt(VariableCount::length).sum();
            case Value.Named named ->
                named.fields().entrySet().stream()
                        .mapToInt(field -> field.getKey().length() + length(field.getValue()))
                        .sum();
        };
    }
}
