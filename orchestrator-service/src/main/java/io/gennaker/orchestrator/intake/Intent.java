package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.ImagePurl;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Moves what an application is meant to run along with what it runs: a rollback withdraws the artifact, so that
/// nothing brings it back by itself; a later delivery that keeps it makes it wanted again.
final class Intent {
    private final Withdrawals withdrawals;

    Intent(Withdrawals withdrawals) {
        this.withdrawals = withdrawals;
    }

    /// @param told what a decision meant for services
    void follow(StoredExecution moved, List<DeliveryFact> told, Plan plan, Instant at, Outgoing outgoing) {
        for (DeliveryFact fact : told) {
            if (fact instanceof DeliveryFact.ServiceRolledback(var _, var service, var _)) {
                plan.artifacts().stream()
                        .filter(artifact -> ImagePurl.of(artifact.image())
                                .equals(service.content().artifactId()))
                        .filter(artifact -> withdrawals.withdraw(moved.pipeline(), artifact, moved.id(), at))
                        .forEach(artifact -> outgoing.send(takenBack(moved, plan, artifact, at)));
            }
        }
        var delivered = pinned(plan.artifacts());
        boolean isKept = !delivered.isEmpty()
                && moved.state() instanceof ExecutionState.Ended
                && moved.state().status() == ExecutionStatus.SUCCEEDED
                && !withdrawals.hasWithdrawn(moved.id())
                && !RouteRestoring.is(plan);
        if (isKept) {
            withdrawals
                    .forget(moved.pipeline(), delivered)
                    .forEach(artifact -> outgoing.send(kept(moved, artifact, at)));
        }
    }

    private static ImageEvent takenBack(StoredExecution moved, Plan plan, Artifact artifact, Instant at) {
        return new ImageEvent.Withdrawn(
                moved.pipeline(),
                plan.application(),
                artifact.image().repository(),
                Objects.requireNonNull(artifact.image().digest()),
                null,
                moved.id(),
                "execution " + moved.id() + " took it back",
                at);
    }

    private static ImageEvent kept(StoredExecution moved, Artifact artifact, Instant at) {
        return new ImageEvent.Reinstated(
                moved.pipeline(),
                artifact.image().repository(),
                Objects.requireNonNull(artifact.image().digest()),
                null,
                moved.id(),
                "execution " + moved.id() + " delivered it, and it stayed",
                at);
    }

    /// Why these may not start: what a person withdrew, for anybody; what was taken back, for triggers, as a person may
    /// want it again.
    Optional<String> objection(String pipeline, TriggerInfo trigger, List<Artifact> artifacts) {
        return withdrawals.find(pipeline, pinned(artifacts)).stream()
                .filter(found -> switch (found) {
                    case Withdrawals.Withdrawn.ByPerson _ -> true;
                    case Withdrawals.Withdrawn.TakenBack _ -> trigger.user() == null;
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
