package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.Slug;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Lets a text read what earlier stages gave, in the way that its place allows.
final class Reads {
    private static final int LONGEST = 60;

    private final Reading reading;
    private final Map<String, String> nameByExpression = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    Reads(Reading reading) {
        this.reading = reading;
    }

    /// @param expression that gives the value when the stage's turn comes
    /// @param hint at the name of a variable
    /// @throws Untranslatable where nothing can be read
    Cel read(Cel expression, String hint, String source) throws Untranslatable {
        return switch (reading) {
            case DIRECTLY -> expression;
            case NOT_AT_ALL ->
                throw new Untranslatable(
                        source,
                        "what a stage gave cannot be read where the plan is made, as in a cluster or a namespace");
            case BY_VARIABLES -> {
                String name = nameByExpression.computeIfAbsent(
                        expression.text(), _ -> Slug.unique(Slug.identifier(hint), LONGEST, "_", taken));
                yield Cel.of("variables." + name, expression.type());
            }
        };
    }

    /// The variables that the stage needs, as texts with an expression, by name.
    Map<String, String> variables() {
        var variables = new TreeMap<String, String>();
        nameByExpression.forEach((expression, name) -> variables.put(name, "${{ " + expression + " }}"));
        return variables;
    }
}
