package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Instant;
import java.util.Optional;

/// The commands by which services are asked for the actions of a plan.
final class Commands {
    /// Attribute of triggers: the name of who pushed.
    static final String PUSHER = "user";

    private Commands() {}

    /// Asks for an action; empty where no service is needed.
    ///
    /// @param takesBack the operation that an undo takes back
    static Optional<Message> start(
            ExecutionId execution,
            Plan plan,
            StepAction action,
            OperationId operation,
            OperationId takesBack,
            Instant at,
            Instant deadline) {
        return switch (action) {
            case StepAction.Deploy(var task) ->
                Optional.of(new DeploymentCommand.Start(execution, operation, task, deadline));
            case StepAction.UndoApply(var cluster, var namespace) ->
                Optional.of(new DeploymentCommand.Start(
                        execution, operation, new DeploymentTask.UndoApply(cluster, namespace, takesBack), deadline));
            case StepAction.TakeBack back ->
                Optional.of(new DeploymentCommand.Start(
                        execution,
                        operation,
                        new DeploymentTask.UndoApply(back.cluster(), back.namespace(), takesBack),
                        deadline));
            case StepAction.Analyse(var task, var whenInconclusive) ->
                Optional.of(new AnalysisCommand.Start(execution, operation, task, deadline));
            case StepAction.Ask(var spec) ->
                Optional.of(new JudgementCommand.Open(
                        execution,
                        operation,
                        plan.pipeline(),
                        plan.trigger().user(),
                        fourEyes(spec, plan.trigger()),
                        at,
                        plan.application()));
            case StepAction.Call(var task) ->
                Optional.of(new CalloutCommand.Start(execution, operation, task, deadline));
            case StepAction.RunPipeline nested -> Optional.of(Nested.start(execution, plan, nested, operation, at));
            case StepAction.Wait wait -> Optional.empty();
            case StepAction.Deferred deferred -> throw new IllegalStateException("only at its turn");
        };
    }

    /// Whoever pushed what is delivered had a part in the change, whoever asked for the execution; and whoever started
    /// one that led to it.
    private static JudgementSpec fourEyes(JudgementSpec spec, TriggerInfo trigger) {
        if (spec.requesterMayDecide()) {
            return spec;
        }
        JudgementSpec barring = spec;
        for (String person : Nested.behind(trigger)) {
            barring = barring.barring(person);
        }
        return barring;
    }

    /// Asks to end an action early; empty where no service works on it.
    static Optional<Message> cancel(
            ExecutionId execution, StepAction action, OperationId operation, String reason, Instant at) {
        return switch (action) {
            case StepAction.Deploy deploy -> Optional.of(new DeploymentCommand.Cancel(execution, operation, reason));
            case StepAction.UndoApply undo -> Optional.of(new DeploymentCommand.Cancel(execution, operation, reason));
            case StepAction.TakeBack back -> Optional.of(new DeploymentCommand.Cancel(execution, operation, reason));
            case StepAction.Analyse analyse -> Optional.of(new AnalysisCommand.Cancel(execution, operation, reason));
            case StepAction.Ask ask -> Optional.of(new JudgementCommand.Cancel(execution, operation, reason));
            case StepAction.Wait wait -> Optional.empty();
            case StepAction.Call call -> Optional.of(new CalloutCommand.Cancel(execution, operation, reason));
            case StepAction.RunPipeline nested -> Optional.of(Nested.cancel(nested.pipeline(), operation, reason, at));
            case StepAction.Deferred deferred -> cancel(execution, deferred.work(), operation, reason, at);
        };
    }

    private static Optional<Message> cancel(
            ExecutionId execution, DeferredWork work, OperationId operation, String reason, Instant at) {
        return switch (work) {
            case DeferredWork.Render render -> Optional.of(new DeploymentCommand.Cancel(execution, operation, reason));
            case DeferredWork.Operate operate ->
                Optional.of(new DeploymentCommand.Cancel(execution, operation, reason));
            case DeferredWork.Ask ask -> Optional.of(new JudgementCommand.Cancel(execution, operation, reason));
            case DeferredWork.Call call -> Optional.of(new CalloutCommand.Cancel(execution, operation, reason));
            case DeferredWork.Tell tell -> Optional.of(new CalloutCommand.Cancel(execution, operation, reason));
            case DeferredWork.Nest(var nested) -> Optional.of(Nested.cancel(nested.pipeline(), operation, reason, at));
            case DeferredWork.WaitUntil wait -> Optional.empty();
            case DeferredWork.Evaluate evaluate -> Optional.empty();
            case DeferredWork.Check check -> Optional.empty();
            case DeferredWork.Join join -> Optional.empty();
        };
    }
}
