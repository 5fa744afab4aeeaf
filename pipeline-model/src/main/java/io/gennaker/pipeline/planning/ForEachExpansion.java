package io.gennaker.pipeline.planning;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.ForEach;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.reading.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes one stage out of each item of a list, `ID[ITEM]`, and one that joins them, `ID`.
///
/// An item that fails is continued, so that the others may go on; the join fails then, and with it what needs it.
/// Where none of the others is to begin then, each names the list.
/// Parallelism is bounded by needs: each item needs the one that stands `maxParallel` places before it.
public final class ForEachExpansion {
    /// Kind of the stage that joins the items.
    public static final String JOIN = "forEach";

    private final Stage stage;
    private final ForEach forEach;
    private final Resolution resolution;

    private ForEachExpansion(Stage stage, ForEach forEach, Resolution resolution) {
        this.stage = stage;
        this.forEach = forEach;
        this.resolution = resolution;
    }

    /// The stages that a stage stands for: mostly itself.
    public static List<PlannedStage> plan(Stage stage, Resolution resolution) {
        ForEach forEach = stage.frame().forEach();
        return forEach == null
                ? List.of(StagePlanner.plan(stage, resolution))
                : new ForEachExpansion(stage, forEach, resolution).plan();
    }

    private List<PlannedStage> plan() {
        List<String> items = forEach.from() == null ? forEach.items() : evaluated(forEach.from());
        var ids = items.stream().map(item -> ForEach.id(stage.id(), item)).toList();
        ids.stream()
                .filter(id -> id.length() > ForEach.LONGEST_ID)
                .forEach(id -> refuse("id " + quote(id) + " is too long; allowed: at most " + ForEach.LONGEST_ID));
        var planned = new ArrayList<PlannedStage>();
        for (int i = 0; i < ids.size(); i++) {
            planned.add(item(
                    ids.get(i), items.get(i), i < forEach.maxParallel() ? null : ids.get(i - forEach.maxParallel())));
        }
        planned.add(join(ids));
        return planned;
    }

    private void refuse(String why) {
        resolution.refusals().add("stage " + quote(stage.id()) + ": forEach: " + why);
    }

    private List<String> evaluated(String from) {
        try {
            Bindings bindings = resolution.outer().with("variables", resolution.variables());
            if (!(Template.parse(from).evaluate(bindings) instanceof Value.Many(var values))) {
                refuse(quote(from) + " gives no list; allowed: a list, as split() gives it");
                return List.of();
            }
            var items = new ArrayList<String>();
            values.forEach(value -> value.inText().ifPresent(items::add));
            check(from, values.size(), items);
            return items;
        } catch (EvaluationFailed | MalformedTemplate failed) {
            refuse(String.valueOf(failed.getMessage()));
            return List.of();
        }
    }

    private void check(String from, int values, List<String> items) {
        if (values < 1 || values > ForEach.MOST) {
            refuse(quote(from) + " gives " + values + " items; allowed: 1 to " + ForEach.MOST);
        }
        if (items.size() != values || !items.stream().allMatch(Words.ITEM::fit)) {
            refuse(quote(from) + " gives " + items + "; allowed of each: " + Words.ITEM.allowed());
        } else if (new HashSet<>(items).size() != items.size()) {
            refuse(quote(from) + " gives " + items + "; allowed: each item once");
        }
    }

    private PlannedStage item(String id, String item, @Nullable String before) {
        PlannedStage planned = StagePlanner.plan(stage, resolution.with(forEach.variable(), new Value.Text(item)));
        List<String> needs = new ArrayList<>(planned.needs());
        if (before != null) {
            needs.add(before);
        }
        return new PlannedStage(
                id,
                planned.kind(),
                needs,
                planned.when(),
                planned.opening(),
                planned.retry(),
                planned.timeout(),
                FailurePolicy.CONTINUE,
                planned.steps(),
                planned.problem(),
                planned.watch(),
                forEach.continues() ? null : stage.id());
    }

    private PlannedStage join(List<String> ids) {
        Frame frame = stage.frame();
        var join = new StepAction.Deferred(new DeferredWork.Join(stage.id(), ids), Map.of(), Map.of());
        var step = new PlannedStep("join", "join " + ids.size() + " items", join, Limits.MARGIN, null);
        return new PlannedStage(
                frame.id(), JOIN, ids, frame.when(), null, null, null, frame.onFailure(), List.of(step), null);
    }
}
