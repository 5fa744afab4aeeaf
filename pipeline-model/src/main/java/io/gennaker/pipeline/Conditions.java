package io.gennaker.pipeline;

import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.planning.OuterBindings;
import java.util.Map;
import java.util.TreeMap;

/// Decides whether a stage runs.
public final class Conditions {
    private Conditions() {}

    /// Evaluates the `when` of a stage.
    ///
    /// @param stages the stages that have ended, by id
    public static ConditionResult evaluate(String when, Plan plan, Map<String, StageResult> stages) {
        try {
            return switch (Expression.evaluate(when, bindings(plan, stages))) {
                case Value.Truth truth when truth.value() -> new ConditionResult.Met();
                case Value.Truth _ -> new ConditionResult.NotMet();
                case Value.Text _, Value.Whole _, Value.Decimal _, Value.Many _, Value.Named _ ->
                    throw new EvaluationFailed(when, "it gives neither true nor false");
            };
        } catch (EvaluationFailed failed) {
            return new ConditionResult.Failed(String.valueOf(failed.getMessage()));
        }
    }

    private static Bindings bindings(Plan plan, Map<String, StageResult> stages) throws EvaluationFailed {
        var parameters = new TreeMap<String, Value>();
        for (Map.Entry<String, String> parameter : plan.parameters().entrySet()) {
            ParameterType type = plan.parameterTypes().getOrDefault(parameter.getKey(), ParameterType.STRING);
            Value value = Parameter.read(type, parameter.getValue())
                    .orElseThrow(() -> new EvaluationFailed(
                            "parameters." + parameter.getKey(), "'" + parameter.getValue() + "' is no " + type));
            parameters.put(parameter.getKey(), value);
        }
        var ended = new TreeMap<String, Value>();
        stages.forEach((id, result) -> ended.put(id, stage(result)));
        return OuterBindings.of(plan.pipeline(), plan.application(), parameters, plan.trigger(), plan.artifacts())
                .with("stages", ended);
    }

    private static Value stage(StageResult result) {
        var outputs = new TreeMap<String, Value>();
        result.outputs().forEach((name, value) -> outputs.put(name, new Value.Text(value)));
        return new Value.Named(
                Map.of("status", new Value.Text(word(result.status())), "outputs", new Value.Named(outputs)));
    }

    /// The word that the contracts use, such as `Succeeded`.
    private static String word(StageStatus status) {
        return MessageCodec.json().convertValue(status, String.class);
    }
}
