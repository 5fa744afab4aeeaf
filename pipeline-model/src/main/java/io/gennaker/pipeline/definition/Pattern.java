package io.gennaker.pipeline.definition;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Value;
import java.util.Map;

/// A regular expression in RE2's syntax, which takes linear time whatever the text. It must match a whole text.
public record Pattern(String text) {
    /// @throws IllegalArgumentException when it is none
    public Pattern {
        try {
            matches(text, "");
        } catch (EvaluationFailed unreadable) {
            throw new IllegalArgumentException("no regular expression: " + text, unreadable);
        }
    }

    public boolean matches(String value) {
        try {
            return matches(text, value);
        } catch (EvaluationFailed impossible) {
            throw new IllegalStateException("it was evaluated before", impossible);
        }
    }

    private static boolean matches(String pattern, String value) throws EvaluationFailed {
        var bindings = new Bindings(Map.of())
                .with("it", Map.of("text", new Value.Text(value), "pattern", new Value.Text("^(?:" + pattern + ")$")));
        return Expression.evaluate("it.text.matches(it.pattern)", bindings).equals(new Value.Truth(true));
    }
}
