package io.gennaker.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import io.gennaker.pipeline.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds fields that a scope does not have: `parameters.replcas` or `stages["canray"]`.
///
/// CEL's own checker knows maps only by their type, and so would leave this to the moment of evaluation.
final class FieldCheck {
    private final CelAbstractSyntaxTree ast;
    private final String source;
    private final Scope scope;
    private final List<Mistake> mistakes = new ArrayList<>();

    private FieldCheck(CelAbstractSyntaxTree ast, String source, Scope scope) {
        this.ast = ast;
        this.source = source;
        this.scope = scope;
    }

    static List<Mistake> of(CelAbstractSyntaxTree ast, String source, Scope scope) {
        var check = new FieldCheck(ast, source, scope);
        CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .forEach(check::visit);
        return check.mistakes;
    }

    private void visit(CelExpr expression) {
        step(expression).ifPresent(step -> {
            if (fields(step.operand()) instanceof Scope.Fields.Known known
                    && !known.fields().containsKey(step.field())) {
                String allowed = known.fields().isEmpty()
                        ? "none is declared"
                        : String.join(", ", known.fields().keySet());
                mistakes.add(new Mistake(
                        offset(expression), "`" + source + "`: unknown name " + Problem.quote(step.field()), allowed));
            }
        });
    }

    private record Step(CelExpr operand, String field) {}

    /// `operand.field` and `operand["field"]` alike.
    private static Optional<Step> step(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT ->
                Optional.of(new Step(
                        expression.select().operand(), expression.select().field()));
            case CALL -> {
                var call = expression.call();
                boolean constantIndex = call.function().equals("_[_]")
                        && call.args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && call.args().get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE;
                yield constantIndex
                        ? Optional.of(new Step(
                                call.args().get(0),
                                call.args().get(1).constant().stringValue()))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Scope.Fields fields(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            return scope.roots().getOrDefault(expression.ident().name(), Scope.Fields.OPEN);
        }
        return step(expression)
                .map(step -> fields(step.operand()) instanceof Scope.Fields.Known known
                        ? known.fields().getOrDefault(step.field(), Scope.Fields.OPEN)
                        : Scope.Fields.OPEN)
                .orElse(Scope.Fields.OPEN);
    }

    private int offset(CelExpr expression) {
        int codePoints = Optional.ofNullable(ast.getSource().getPositionsMap().get(expression.id()))
                .orElse(0);
        int offset = source.offsetByCodePoints(0, Math.min(codePoints, source.codePointCount(0, source.length())));
        // CEL names the dot or bracket; the name behind it is what the reader looks for
        return offset < source.length() && (source.charAt(offset) == '.' || source.charAt(offset) == '[')
                ? offset + 1
                : offset;
    }
}
