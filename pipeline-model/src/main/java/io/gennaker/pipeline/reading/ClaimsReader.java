package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the stages that consist of expressions.
final class ClaimsReader {
    private ClaimsReader() {}

    static Stage.Evaluate evaluate(ObjectReader object, Frame frame, Scope scope) {
        Map<String, String> values = new TreeMap<>();
        List<YamlNode.Entry> entries = object.entries("values");
        if (object.has("values") && (entries.isEmpty() || entries.size() > Outputs.MOST)) {
            object.problem("values", entries.size() + " values", "1 to " + Outputs.MOST);
        }
        for (YamlNode.Entry entry : entries) {
            String name = entry.key().text();
            String path = object.pathOf("values") + "." + name;
            if (!Words.IDENTIFIER.fit(name)) {
                object.source().problem(entry.key(), path, quote(name), Words.IDENTIFIER.allowed());
            }
            object.expressionOf(entry.value(), path, scope).ifPresent(value -> values.put(name, value));
        }
        return new Stage.Evaluate(frame, values);
    }

    static Stage.Check check(ObjectReader object, Frame frame, Scope scope) {
        List<DeferredWork.Claim> claims = object.objects("conditions", Shape.CLAIM).stream()
                .map(claim -> new DeferredWork.Claim(
                        claim.condition("that", scope).orElse("false"),
                        claim.template("message", Words.LINE, scope, DefinitionReader.UNREAD)))
                .toList();
        if (claims.isEmpty() && object.node("conditions").orElse(null) instanceof YamlNode.Sequence) {
            object.problem("conditions", "no conditions", "at least one");
        }
        return new Stage.Check(frame, claims);
    }
}
