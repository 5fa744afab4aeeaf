package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageOutline;
import io.gennaker.contracts.StepOutline;
import io.gennaker.orchestrator.admission.Admission;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answers those who ask for an execution: plan, place, first move; or a refusal with the reason.
public final class Starts {
    private static final int MOST_PROBLEMS = 20;

    private final DefinitionStore definitions;
    private final Planning planning;
    private final PlanStore plans;
    private final ExecutionStore store;
    private final Executions executions;
    private final Withdrawals withdrawals;

    public Starts(
            DefinitionStore definitions,
            Planning planning,
            PlanStore plans,
            ExecutionStore store,
            Executions executions,
            Withdrawals withdrawals) {
        this.definitions = definitions;
        this.planning = planning;
        this.plans = plans;
        this.store = store;
        this.executions = executions;
        this.withdrawals = withdrawals;
    }

    /// Starts or refuses an execution. One that exists already stays as it is.
    public void start(ExecutionCommand.Start command, Instant at, Outgoing outgoing) {
        if (store.exists(command.executionId())) {
            return;
        }
        var pipeline = definitions.find(DefinitionKind.PIPELINE, command.pipeline());
        if (pipeline.isEmpty()) {
            refuse(command, "pipeline '" + command.pipeline() + "' is not known", at, outgoing);
            return;
        }
        switch (planning.plan(pipeline.get(), definitions.all(DefinitionKind.CLUSTER), command, () -> prior(command))) {
            case Planning.Refused(var problems) -> refuse(command, words(problems), at, outgoing);
            case Planning.Planned(var plan, var digest) -> admitWanted(command, plan, digest, at, outgoing);
        }
    }

    private List<Artifact> prior(ExecutionCommand.Start command) {
        return plans.lastSucceeded(command.pipeline()).map(Plan::artifacts).orElse(List.of());
    }

    /// What was taken back starts only when a person asks for it.
    private void admitWanted(ExecutionCommand.Start command, Plan plan, Digest digest, Instant at, Outgoing outgoing) {
        var withdrawn = command.trigger().user() == null
                ? withdrawals.find(command.pipeline(), Intent.pinned(plan.artifacts()))
                : Optional.<Withdrawals.Withdrawn>empty();
        if (withdrawn.isPresent()) {
            refuse(command, words(withdrawn.get()), at, outgoing);
        } else {
            admit(command, plan, digest, at, outgoing);
        }
    }

    private static String words(Withdrawals.Withdrawn withdrawn) {
        return withdrawn.image() + " was taken back by execution " + withdrawn.by() + " at " + withdrawn.at()
                + "; allowed is another image, or a start by a person, who may want it again";
    }

    private void admit(ExecutionCommand.Start command, Plan plan, Digest digest, Instant at, Outgoing outgoing) {
        var objection = Nested.objection(command.trigger(), plan);
        if (objection.isPresent()) {
            refuse(command, objection.get(), at, outgoing);
            return;
        }
        var concurrency = store.lockPlaces(command.pipeline());
        var answer = Admission.answer(concurrency, store.occupancy(command.pipeline()));
        switch (answer) {
            case Admission.Refused(var reason) -> refuse(command, reason, at, outgoing);
            case Admission.StartsNow now -> add(command, plan, digest, ExecutionStatus.RUNNING, answer, at, outgoing);
            case Admission.Waits waits -> add(command, plan, digest, ExecutionStatus.QUEUED, answer, at, outgoing);
        }
    }

    private void add(
            ExecutionCommand.Start command,
            Plan plan,
            Digest digest,
            ExecutionStatus status,
            Admission.Answer answer,
            Instant at,
            Outgoing outgoing) {
        var execution =
                new StoredExecution(command.pipeline(), digest, new ExecutionState.Queued(command.executionId()), 0);
        plans.put(digest, plan);
        store.add(execution, at);
        outgoing.send(accepted(command, plan, digest, status, at));
        executions.admit(execution, plan, answer, at, outgoing);
    }

    private static ExecutionEvent accepted(
            ExecutionCommand.Start command, Plan plan, Digest digest, ExecutionStatus status, Instant at) {
        return new ExecutionEvent.Accepted(
                command.executionId(),
                plan.pipeline(),
                plan.application(),
                status,
                plan.definition(),
                digest,
                plan.trigger(),
                plan.parameters(),
                plan.artifacts(),
                plan.stages().stream().map(Starts::outline).toList(),
                at);
    }

    private static StageOutline outline(PlannedStage stage) {
        var steps = stage.steps().stream()
                .map(step -> new StepOutline(step.id(), step.title()))
                .toList();
        return new StageOutline(stage.id(), stage.kind(), stage.needs(), steps);
    }

    private static void refuse(ExecutionCommand.Start command, String reason, Instant at, Outgoing outgoing) {
        outgoing.send(
                new ExecutionEvent.Refused(command.executionId(), command.pipeline(), command.trigger(), reason, at));
        Nested.refused(command.executionId(), command.trigger(), reason, at).ifPresent(outgoing::send);
    }

    private static String words(List<String> problems) {
        String first = String.join("; ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
        int more = problems.size() - MOST_PROBLEMS;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}
