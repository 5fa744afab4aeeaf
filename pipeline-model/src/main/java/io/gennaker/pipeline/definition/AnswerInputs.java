package io.gennaker.pipeline.definition;

import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.FilledForm;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.ParameterType;
import java.util.Optional;

/// What the inputs of a question take: read here for the definition's defaults, and again for each answer.
public final class AnswerInputs {
    private AnswerInputs() {}

    /// The value that a text stands for; empty when the text does not fit.
    public static Optional<Value> read(Input input, String text) {
        boolean fits = text.length() <= FilledForm.LONGEST_INPUT
                && (input.pattern() == null
                        || TextPattern.parse(input.pattern()).fits(text));
        return fits ? parameter(input).read(text) : Optional.empty();
    }

    /// What [#read] takes, in words for a user.
    public static String allowed(Input input) {
        String words = parameter(input).allowed();
        return input.pattern() == null ? words : words + " that fits " + input.pattern();
    }

    private static Parameter parameter(Input input) {
        ParameterType type =
                switch (input.type()) {
                    case STRING -> ParameterType.STRING;
                    case INT -> ParameterType.INT;
                    case BOOL -> ParameterType.BOOL;
                    case ENUM -> ParameterType.ENUM;
                };
        return new Parameter(input.name(), type, null, null, input.required(), input.values());
    }
}
