package io.gennaker.pipeline;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.planning.Callouts;
import io.gennaker.pipeline.planning.Joins;
import io.gennaker.pipeline.planning.LateManifests;
import io.gennaker.pipeline.planning.Moments;
import io.gennaker.pipeline.planning.Nesting;
import io.gennaker.pipeline.planning.Operations;
import io.gennaker.pipeline.planning.Questions;
import io.gennaker.pipeline.planning.Unplannable;
import io.gennaker.pipeline.planning.Values;
import io.gennaker.pipeline.render.ImageBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/// Evaluates what a step says when its turn comes. Pure: equal arguments give an equal answer.
public final class StepTurn {
    private final Plan plan;
    private final Map<String, StageResult> stages;
    private final Bindings bindings;

    private StepTurn(Plan plan, Map<String, StageResult> stages, Bindings bindings) {
        this.plan = plan;
        this.stages = stages;
        this.bindings = bindings;
    }

    /// @param stages the stages that have ended, by id
    /// @param at when the step's turn came
    public static TurnResult of(StepAction action, Plan plan, Map<String, StageResult> stages, Instant at) {
        if (!(action instanceof StepAction.Deferred deferred)) {
            return new TurnResult.Ready(action);
        }
        try {
            Bindings ended = Conditions.bindings(plan, stages);
            var variables = new TreeMap<>(deferred.variables());
            variables.putAll(later(deferred, ended.with("variables", variables)));
            return new StepTurn(plan, stages, ended.with("variables", variables)).of(deferred.work(), at);
        } catch (EvaluationFailed | MalformedTemplate | Unplannable failed) {
            return new TurnResult.Failed(String.valueOf(failed.getMessage()));
        }
    }

    /// They see the variables that do not wait, as those of a stage see those of the pipeline.
    private static Map<String, Value> later(StepAction.Deferred deferred, Bindings bindings)
            throws EvaluationFailed, MalformedTemplate {
        var written = new TreeMap<String, Value>();
        deferred.later().forEach((name, text) -> written.put(name, new Value.Text(text)));
        return Values.variables(written, bindings);
    }

    private TurnResult of(DeferredWork work, Instant at) throws EvaluationFailed, Unplannable {
        return switch (work) {
            case DeferredWork.Ask(var question) -> ready(new StepAction.Ask(Questions.evaluate(question, bindings)));
            case DeferredWork.Render(
                    var cluster,
                    var namespace,
                    var written,
                    boolean job,
                    boolean force,
                    var places) -> {
                var manifests = LateManifests.render(written, bindings, new ImageBinding(plan.artifacts(), places));
                yield ready(new StepAction.Deploy(
                        job
                                ? new DeploymentTask.RunJob(cluster, namespace, manifests)
                                : new DeploymentTask.ApplyManifests(cluster, namespace, manifests, force)));
            }
            case DeferredWork.Operate operate ->
                ready(new StepAction.Deploy(Operations.evaluate(operate, bindings, plan.artifacts())));
            case DeferredWork.Call(var webhook) -> ready(new StepAction.Call(Callouts.evaluate(webhook, bindings)));
            case DeferredWork.Tell(var notice) ->
                ready(new StepAction.Call(Callouts.evaluate(notice, plan.pipeline(), bindings)));
            case DeferredWork.Nest(var nested) -> ready(Nesting.evaluate(nested, plan, bindings));
            case DeferredWork.Evaluate(var values) -> new TurnResult.Over(outputs(values));
            case DeferredWork.Check check -> check(check);
            case DeferredWork.Join join -> Joins.of(join, plan, stages);
            case DeferredWork.WaitUntil until -> {
                Duration rest = Duration.between(at, Moments.of(until, bindings, at));
                yield rest.isPositive() ? ready(new StepAction.Wait(rest)) : new TurnResult.Over(Map.of());
            }
        };
    }

    private static TurnResult ready(StepAction action) {
        return new TurnResult.Ready(action);
    }

    private Map<String, String> outputs(Map<String, String> values) throws EvaluationFailed {
        var outputs = new TreeMap<String, String>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            String text = Outputs.encode(Expression.evaluate(value.getValue(), bindings));
            if (text.length() > Outputs.LONGEST) {
                throw new EvaluationFailed(
                        value.getValue(),
                        "output " + value.getKey() + " has " + text.length() + " characters; allowed: "
                                + Outputs.LONGEST);
            }
            outputs.put(value.getKey(), text);
        }
        return outputs;
    }

    private TurnResult check(DeferredWork.Check check) throws EvaluationFailed, Unplannable {
        var objections = new ArrayList<String>();
        for (DeferredWork.Claim claim : check.claims()) {
            if (!Conditions.holds(claim.that(), bindings)) {
                objections.add(Values.line("message", claim.message(), bindings) + " (" + claim.that() + ")");
            }
        }
        return objections.isEmpty()
                ? new TurnResult.Over(Map.of())
                : new TurnResult.Failed(String.join("; ", objections));
    }
}
