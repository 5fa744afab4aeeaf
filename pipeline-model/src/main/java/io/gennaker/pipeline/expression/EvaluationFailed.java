package io.gennaker.pipeline.expression;

import io.gennaker.pipeline.problem.Problem;

/// An expression has no value: the message holds the expression and the reason.
public final class EvaluationFailed extends Exception {
    public EvaluationFailed(String expression, String reason) {
        super("expression " + Problem.quote(expression) + " does not evaluate: " + reason);
    }
}
