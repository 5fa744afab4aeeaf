package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.planning.Nesting;
import io.gennaker.pipeline.planning.Starters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Executions that a step of another execution begins. Whose they are stands in their trigger: its source is the
/// execution, its event the step's operation.
public final class Nested {
    private static final String APPLICATION = "application";

    private Nested() {}

    /// Whether a stage of another execution asks for this one.
    public static boolean is(TriggerInfo trigger) {
        return trigger.kind().equals(Nesting.TRIGGER);
    }

    /// Why a stage may not begin this execution: roles are given by application, and a stage is no way around them.
    public static Optional<String> objection(TriggerInfo trigger, Plan plan) {
        String outer = trigger.attributes().getOrDefault(APPLICATION, plan.application());
        return is(trigger) && !outer.equals(plan.application())
                ? Optional.of("pipeline '" + plan.pipeline() + "' is of application '" + plan.application()
                        + "'; a stage may run those of its own, '" + outer + "'")
                : Optional.empty();
    }

    /// The id follows from the operation: asked for again, nothing is begun a second time.
    static ExecutionId id(String pipeline, OperationId operation) {
        return ExecutionId.of(pipeline, operation.value());
    }

    static ExecutionCommand.Start start(
            ExecutionId outer, Plan plan, StepAction.RunPipeline nested, OperationId operation, Instant at) {
        var attributes = new TreeMap<>(
                Map.of(Nesting.CHAIN, nested.chain(), "pipeline", plan.pipeline(), APPLICATION, plan.application()));
        var known = plan.trigger().attributes();
        Optional.ofNullable(known.get(Commands.PUSHER)).ifPresent(name -> attributes.put(Commands.PUSHER, name));
        attributes.putAll(Starters.attributes(Starters.of(known)));
        var trigger = new TriggerInfo(
                Nesting.TRIGGER,
                outer.value(),
                operation.value(),
                plan.trigger().user(),
                attributes);
        return new ExecutionCommand.Start(
                id(nested.pipeline(), operation),
                nested.pipeline(),
                trigger,
                nested.parameters(),
                nested.artifacts(),
                at);
    }

    /// Who had a part in what an execution delivers, as its trigger says: who pushed it, and who started those
    /// that led to it.
    public static List<String> behind(TriggerInfo trigger) {
        String pusher = trigger.attributes().get(Commands.PUSHER);
        return Stream.concat(
                        Stream.ofNullable(pusher).filter(name -> !name.isBlank()),
                        Starters.of(trigger.attributes()).stream())
                .toList();
    }

    /// The same start, to which others led, too: people whom its trigger does not name.
    public static ExecutionCommand.Start startedBy(ExecutionCommand.Start start, List<String> people) {
        if (people.isEmpty()) {
            return start;
        }
        var trigger = start.trigger();
        var attributes = new TreeMap<>(trigger.attributes());
        attributes.putAll(Starters.attributes(Stream.concat(people.stream(), Starters.of(attributes).stream())
                .distinct()
                .toList()));
        return new ExecutionCommand.Start(
                start.executionId(),
                start.pipeline(),
                new TriggerInfo(trigger.kind(), trigger.source(), trigger.eventId(), trigger.user(), attributes),
                start.parameters(),
                start.artifacts(),
                start.at(),
                start.by(),
                start.refs());
    }

    static ExecutionCommand.CancelNested cancel(String pipeline, OperationId operation, String reason, Instant at) {
        return new ExecutionCommand.CancelNested(id(pipeline, operation), pipeline, reason, at);
    }

    /// One that was just accepted. No freeze holds what a stage asks for: the outer execution runs already.
    ///
    /// @param trigger who asks for it, or what
    public static ExecutionState.Queued queued(ExecutionId execution, TriggerInfo trigger) {
        return is(trigger) ? ExecutionState.Queued.exempt(execution) : new ExecutionState.Queued(execution);
    }

    /// What the outer execution is told at the end of a nested one; empty for one that no step began, also where that
    /// has the plan of one which a step began.
    ///
    /// @param stages as they stood when it ended, where that is known
    public static Optional<ExecutionCommand.ReportNested> report(
            ExecutionId nested, Ending ending, Plan plan, Map<String, StageState> stages, Instant at) {
        if (!is(plan.trigger())
                || !nested.equals(
                        id(plan.pipeline(), new OperationId(plan.trigger().eventId())))) {
            return Optional.empty();
        }
        var outputs = new TreeMap<String, String>();
        for (PlannedStage stage : plan.stages()) {
            StageState state = stages.get(stage.id());
            if (state != null) {
                state.outputs()
                        .forEach((name, text) -> outputs.put(
                                stage.id() + "." + name, Outputs.encode(Outputs.read(stage.kind(), name, text))));
            }
        }
        // The outer execution keeps no more of them; all of a large one are more than a message holds.
        return report(nested, plan.trigger(), ending, Bounded.outputs(outputs), at);
    }

    /// As [#report], of one that was refused.
    public static Optional<ExecutionCommand.ReportNested> refused(
            ExecutionId nested, TriggerInfo trigger, String reason, Instant at) {
        return report(nested, trigger, new Ending(ExecutionStatus.FAILED, "refused: " + reason), Map.of(), at);
    }

    private static Optional<ExecutionCommand.ReportNested> report(
            ExecutionId nested, TriggerInfo trigger, Ending ending, Map<String, String> outputs, Instant at) {
        if (!is(trigger)) {
            return Optional.empty();
        }
        return Optional.of(new ExecutionCommand.ReportNested(
                new ExecutionId(trigger.source()),
                new OperationId(trigger.eventId()),
                nested,
                ending.status(),
                ending.reason(),
                outputs,
                at));
    }
}
