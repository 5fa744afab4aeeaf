package io.gennaker.pipeline.planning;

import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.reading.Words;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Evaluates the values of a definition.
public final class Values {
    private Values() {}

    /// Variables with their expressions evaluated.
    public static Map<String, Value> variables(Map<String, Value> variables, Bindings bindings)
            throws EvaluationFailed, MalformedTemplate {
        return variables(variables, bindings, new VariableCount());
    }

    /// As [#variables], counted with others.
    public static Map<String, Value> variables(Map<String, Value> variables, Bindings bindings, VariableCount count)
            throws EvaluationFailed, MalformedTemplate {
        var evaluated = new TreeMap<String, Value>();
        for (Map.Entry<String, Value> variable : variables.entrySet()) {
            Value value = variable.getValue() instanceof Value.Text(var text)
                    ? Template.parse(text).evaluate(bindings)
                    : variable.getValue();
            count.add(variable.getKey(), value);
            evaluated.put(variable.getKey(), value);
        }
        return evaluated;
    }

    /// One line of text with its expressions evaluated.
    public static String line(String what, String template, Bindings bindings) throws Unplannable {
        return text(what, template, Words.LINE, bindings);
    }

    /// A text with its expressions evaluated, which must fit.
    ///
    /// @param what name of the value, for the message
    static String text(String what, String template, Words words, Bindings bindings) throws Unplannable {
        return text(what, template, words, bindings, text -> text.isEmpty() && template.isEmpty());
    }

    /// As [#text], for a value that may be left out: an empty text is none.
    static Optional<String> optional(String what, String template, Words words, Bindings bindings) throws Unplannable {
        return Optional.of(text(what, template, words, bindings, String::isEmpty))
                .filter(text -> !text.isEmpty());
    }

    /// As [#text], for a value that may also be empty or blank.
    static String anyText(String what, String template, Words words, Bindings bindings) throws Unplannable {
        return text(what, template, words, bindings, text -> text.isBlank() && text.length() <= words.longest());
    }

    private static String text(String what, String template, Words words, Bindings bindings, Predicate<String> fitsToo)
            throws Unplannable {
        try {
            Value value = Template.parse(template).evaluate(bindings);
            String text = value.inText().orElse("a list or a map");
            boolean fits = value.inText().isPresent() && (words.fit(text) || fitsToo.test(text));
            if (!fits) {
                throw new Unplannable(what + ": " + Problem.quote(template) + " gives " + Problem.quote(text)
                        + "; allowed: " + words.allowed());
            }
            return text;
        } catch (EvaluationFailed | MalformedTemplate failed) {
            throw new Unplannable(what + ": " + failed.getMessage());
        }
    }
}
