package io.gennaker.pipeline;

import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.planning.OuterBindings;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Decides whether a stage runs.
public final class Conditions {
    private Conditions() {}

    /// Evaluates the `when` of a stage.
    ///
    /// @param stages the stages that have ended, by id
    public static ConditionResult evaluate(String when, Plan plan, Map<String, StageResult> stages) {
        try {
            return holds(when, bindings(plan, stages)) ? new ConditionResult.Met() : new ConditionResult.NotMet();
        } catch (EvaluationFailed failed) {
            return new ConditionResult.Failed(String.valueOf(failed.getMessage()));
        }
    }

    static boolean holds(String condition, Bindings bindings) throws EvaluationFailed {
        return switch (Expression.evaluate(condition, bindings)) {
            case Value.Truth truth -> truth.value();
            case Value.Text _, Value.Whole _, Value.Decimal _, Value.Many _, Value.Named _ ->
                throw new EvaluationFailed(condition, "it gives neither true nor false");
        };
    }

    static Bindings bindings(Plan plan, Map<String, StageResult> stages) throws EvaluationFailed {
        var parameters = new TreeMap<String, Value>();
        for (Map.Entry<String, String> parameter : plan.parameters().entrySet()) {
            ParameterType type = plan.parameterTypes().getOrDefault(parameter.getKey(), ParameterType.STRING);
            Value value = Parameter.read(type, parameter.getValue())
                    .orElseThrow(() -> new EvaluationFailed(
                            "parameters." + parameter.getKey(), "'" + parameter.getValue() + "' is no " + type));
            parameters.put(parameter.getKey(), value);
        }
        var ended = new TreeMap<String, Value>();
        Map<String, String> kinds =
                plan.stages().stream().collect(Collectors.toMap(PlannedStage::id, PlannedStage::kind));
        stages.forEach((id, result) -> ended.put(id, stage(kinds.getOrDefault(id, ""), result)));
        return OuterBindings.of(
                        plan.pipeline(),
                        plan.application(),
                        parameters,
                        plan.trigger(),
                        plan.artifacts(),
                        plan.filesOrNone())
                .with("stages", ended);
    }

    private static Value stage(String kind, StageResult result) {
        var outputs = new TreeMap<String, Value>();
        result.outputs().forEach((name, text) -> outputs.put(name, Outputs.read(kind, name, text)));
        return new Value.Named(
                Map.of("status", new Value.Text(word(result.status())), "outputs", new Value.Named(outputs)));
    }

    /// The word that the contracts use, such as `Succeeded`.
    private static String word(StageStatus status) {
        return MessageCodec.json().convertValue(status, String.class);
    }
}
