package io.gennaker.pipeline.planning;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.NestedPipeline;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.reading.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Evaluates pipelines that are run by a stage. Those that led to this execution are in its trigger.
public final class Nesting {
    /// Kind of the trigger of an execution that a stage began.
    public static final String TRIGGER = "stage";
    /// Attribute of that trigger: the pipelines that led to it, outermost first.
    public static final String CHAIN = "chain";
    /// Most pipelines inside one another.
    public static final int DEEPEST = 5;

    private static final String BETWEEN = " > ";

    private Nesting() {}

    public static StepAction.RunPipeline evaluate(NestedPipeline nested, Plan plan, Bindings bindings)
            throws Unplannable {
        List<String> chain = chain(plan);
        if (chain.contains(nested.pipeline())) {
            throw new Unplannable("a cycle of pipelines: " + String.join(BETWEEN, chain) + BETWEEN + nested.pipeline());
        }
        if (chain.size() >= DEEPEST) {
            throw new Unplannable(
                    "pipelines inside one another: " + String.join(BETWEEN, chain) + "; allowed: at most " + DEEPEST);
        }
        var parameters = new TreeMap<String, String>();
        for (Map.Entry<String, String> parameter : nested.parameters().entrySet()) {
            String what = "parameter " + quote(parameter.getKey());
            parameters.put(parameter.getKey(), Values.anyText(what, parameter.getValue(), Words.PROSE, bindings));
        }
        return new StepAction.RunPipeline(
                nested.pipeline(),
                parameters,
                plan.artifacts().stream()
                        .filter(artifact -> nested.artifacts().contains(artifact.name()))
                        .toList(),
                String.join(BETWEEN, chain),
                nested.waits());
    }

    private static List<String> chain(Plan plan) {
        var chain = new ArrayList<String>();
        String outer = plan.trigger().attributes().get(CHAIN);
        if (plan.trigger().kind().equals(TRIGGER) && outer != null) {
            chain.addAll(Arrays.asList(outer.split(BETWEEN)));
        }
        chain.add(plan.pipeline());
        return chain;
    }
}
