package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Mistake;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.problem.Problems;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;

/// The file being read and the problems found in it.
public record Source(YamlFile file, Problems problems) {
    public void problem(YamlNode at, String path, String found, String allowed) {
        problems.add(at.location(), path, found, allowed);
    }

    /// What is there says what it means, and a rule forbids it. For rules that came when texts were stored already.
    public void objection(YamlNode at, String path, String found, String allowed) {
        problems.object(at.location(), path, found, allowed);
    }

    /// Checks the expressions inside a text.
    public void checkTemplate(YamlNode.Scalar scalar, String path, Scope scope) {
        try {
            Template template = Template.parse(scalar.text());
            for (Template.Part.Code code : template.expressions()) {
                add(Expression.check(code.source(), scope), scalar, path, code.source(), code.offset());
            }
        } catch (MalformedTemplate malformed) {
            add(malformed.mistake(), scalar, path);
        }
    }

    /// Checks a scalar that is an expression as a whole.
    public void checkExpression(YamlNode.Scalar scalar, String path, String expression, Scope scope) {
        add(Expression.check(expression, scope), scalar, path, expression, 0);
    }

    /// Checks a scalar that is a condition as a whole.
    public void checkCondition(YamlNode.Scalar scalar, String path, String condition, Scope scope) {
        add(Expression.checkCondition(condition, scope), scalar, path, condition, 0);
    }

    /// A mistake in the marks around expressions.
    public void add(Mistake mistake, YamlNode.Scalar scalar, String path) {
        if (!problems.isFull()) {
            String rest = scalar.text().substring(mistake.offset());
            problems.add(file.locate(scalar, rest, mistake.offset()), path, mistake.found(), mistake.allowed());
        }
    }

    /// Mistakes in an expression that stands in a text: objections, as one that does not evaluate fails at its turn.
    /// To find where takes a look at the text up to there: not for an expression that is right, nor for a problem
    /// that is not kept.
    ///
    /// @param offset of the expression in the text
    public void add(List<Mistake> mistakes, YamlNode.Scalar scalar, String path, String expression, int offset) {
        if (mistakes.isEmpty() || problems.isFull()) {
            return;
        }
        Location start = file.locate(scalar, expression, offset);
        for (Mistake mistake : mistakes) {
            boolean sameLine = expression.lastIndexOf('\n', mistake.offset()) < 0;
            problems.object(sameLine ? start.right(mistake.offset()) : start, path, mistake.found(), mistake.allowed());
        }
    }
}
