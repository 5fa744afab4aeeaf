package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImagePurl;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Moves what an application is meant to run along with what it runs: a rollback withdraws the artifact, so that
/// nothing brings it back by itself; a later delivery that keeps it makes it wanted again.
final class Intent {
    private final Withdrawals withdrawals;

    Intent(Withdrawals withdrawals) {
        this.withdrawals = withdrawals;
    }

    /// @param told what a decision meant for services
    void follow(StoredExecution moved, List<DeliveryFact> told, Plan plan, Instant at) {
        for (DeliveryFact fact : told) {
            if (fact instanceof DeliveryFact.ServiceRolledback(var _, var service, var _)) {
                plan.artifacts().stream()
                        .filter(artifact -> ImagePurl.of(artifact.image())
                                .equals(service.content().artifactId()))
                        .forEach(artifact -> withdrawals.withdraw(moved.pipeline(), artifact, moved.id(), at));
            }
        }
        boolean isKept = moved.state() instanceof ExecutionState.Ended
                && moved.state().status() == ExecutionStatus.SUCCEEDED
                && !withdrawals.hasWithdrawn(moved.id())
                && !RouteRestoring.is(plan);
        if (isKept) {
            withdrawals.forget(moved.pipeline(), pinned(plan.artifacts()));
        }
    }

    /// Why a trigger may not start what was taken back; a person may want it again.
    Optional<String> objection(String pipeline, TriggerInfo trigger, List<Artifact> artifacts) {
        return trigger.user() == null
                ? withdrawals.find(pipeline, pinned(artifacts)).map(Withdrawals.Withdrawn::words)
                : Optional.empty();
    }

    /// Those that are one image for certain.
    static List<Artifact> pinned(List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.image().digest() != null)
                .toList();
    }
}
