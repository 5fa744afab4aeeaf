package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.ImagePurl;
import io.gennaker.contracts.StageStatus;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Moves what an application is meant to run along with what it runs: a rollback withdraws the artifact, so that
/// nothing brings it back by itself; a later delivery that keeps it makes it wanted again.
final class Intent {
    private final ExecutionStore store;
    private final PlanStore plans;
    private final Withdrawals withdrawals;

    Intent(ExecutionStore store, PlanStore plans, Withdrawals withdrawals) {
        this.store = store;
        this.plans = plans;
        this.withdrawals = withdrawals;
    }

    /// What the last execution did that succeeded and took nothing back.
    Optional<Plan> meant(String pipeline) {
        return store.lastSucceeded(pipeline).map(plans::get);
    }

    /// Keeps that the execution took back what it had delivered, where it did.
    ///
    /// @param facts what a decision meant for services
    /// @return those to tell: an image that was meant to run before is meant to go on, whatever else was taken back
    List<DeliveryFact> ofBrought(StoredExecution execution, List<DeliveryFact> facts, Plan plan) {
        if (facts.stream().noneMatch(DeliveryFact.ServiceRolledback.class::isInstance)) {
            return facts;
        }
        // First, so that it does not count itself as the last that succeeded.
        store.takenBack(execution.id(), true);
        var before = meant(execution.pipeline()).stream()
                .flatMap(meant -> pinned(meant.artifacts()).stream())
                .map(artifact -> artifact.image().pinned())
                .toList();
        var stay = pinned(plan.artifacts()).stream()
                .filter(artifact -> before.contains(artifact.image().pinned()))
                .map(artifact -> ImagePurl.of(artifact.image()))
                .toList();
        return facts.stream()
                .filter(fact -> !(fact instanceof DeliveryFact.ServiceRolledback(var _, var service, var _)
                        && stay.contains(service.content().artifactId())))
                .toList();
    }

    /// @param execution as it was before the decision
    /// @param told what the decision meant for services, of what the execution brought
    void follow(StoredExecution execution, Fact fact, List<DeliveryFact> told, Plan plan, Outgoing outgoing) {
        Instant at = fact.input().at();
        for (DeliveryFact each : told) {
            if (each instanceof DeliveryFact.ServiceRolledback(var _, var service, var _)) {
                plan.artifacts().stream()
                        .filter(artifact -> ImagePurl.of(artifact.image())
                                .equals(service.content().artifactId()))
                        .filter(artifact -> withdrawals.withdraw(execution.pipeline(), artifact, execution.id(), at))
                        .forEach(artifact -> outgoing.send(takenBack(execution, plan, artifact, at)));
            }
        }
        var delivered = pinned(plan.artifacts());
        boolean succeeds = !delivered.isEmpty()
                && fact.decision().next() instanceof ExecutionState.Ended ended
                && ended.status() == ExecutionStatus.SUCCEEDED
                && !RouteRestoring.is(plan);
        if (succeeds && isKept(execution, fact, plan)) {
            withdrawals
                    .forget(execution.pipeline(), delivered)
                    .forEach(artifact -> outgoing.send(kept(execution, artifact, at)));
        }
    }

    private boolean isKept(StoredExecution execution, Fact fact, Plan plan) {
        if (!store.isTakenBack(execution.id())) {
            return true;
        }
        boolean staysAfterAll = allStays(execution.state(), fact.events(), plan);
        if (staysAfterAll) {
            store.takenBack(execution.id(), false);
        }
        return staysAfterAll;
    }

    /// Whether all that was taken back on the way was delivered after all, by another attempt: each stage that tried
    /// to deliver ended well, and none was there to take back. Nothing is delivered by one that
    /// ends as soon as it starts.
    private static boolean allStays(ExecutionState before, List<ExecutionEvent> events, Plan plan) {
        return before.underWay().map(running -> allStays(running, events, plan)).orElse(false);
    }

    private static boolean allStays(ExecutionState.Running running, List<ExecutionEvent> events, Plan plan) {
        var ends = new HashMap<String, StageStatus>();
        running.stages().forEach((stage, state) -> ends.put(stage, state.status()));
        for (ExecutionEvent event : events) {
            if (event instanceof ExecutionEvent.StageChanged changed) {
                ends.put(changed.stage(), changed.status());
            }
        }
        return plan.stages().stream()
                .filter(stage -> running.tries().containsKey(stage.id()))
                .allMatch(stage -> !ServiceFacts.takesBack(stage)
                        && (!ServiceFacts.delivers(stage) || ends.get(stage.id()) == StageStatus.SUCCEEDED));
    }

    private static ImageEvent takenBack(StoredExecution execution, Plan plan, Artifact artifact, Instant at) {
        return new ImageEvent.Withdrawn(
                execution.pipeline(),
                plan.application(),
                artifact.image().repository(),
                Objects.requireNonNull(artifact.image().digest()),
                null,
                execution.id(),
                "execution " + execution.id() + " took it back",
                at);
    }

    private static ImageEvent kept(StoredExecution execution, Artifact artifact, Instant at) {
        return new ImageEvent.Reinstated(
                execution.pipeline(),
                artifact.image().repository(),
                Objects.requireNonNull(artifact.image().digest()),
                null,
                execution.id(),
                "execution " + execution.id() + " delivered it, and it stayed",
                at);
    }

    /// Why these may not start: what a person withdrew, for anybody; what was taken back, for triggers, as a person may
    /// want it again.
    ///
    /// @param byPerson whether a person asks
    Optional<String> objection(String pipeline, boolean byPerson, List<Artifact> artifacts) {
        return withdrawals.find(pipeline, pinned(artifacts)).stream()
                .filter(found -> switch (found) {
                    case Withdrawals.Withdrawn.ByPerson _ -> true;
                    case Withdrawals.Withdrawn.TakenBack _ -> !byPerson;
                })
                .map(Withdrawals.Withdrawn::words)
                .findFirst();
    }

    /// Those that are one image for certain.
    static List<Artifact> pinned(List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.image().digest() != null)
                .toList();
    }
}
