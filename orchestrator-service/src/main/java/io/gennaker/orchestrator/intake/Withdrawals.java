package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What deliveries took back again. The release that a pipeline's application is meant to run is the last one that was
/// delivered and not withdrawn. All methods act in the running transaction.
public interface Withdrawals {
    /// An image that was taken back.
    record Withdrawn(String image, ExecutionId by, Instant at) {
        String words() {
            return image + " was taken back by execution " + by + " at " + at
                    + "; allowed is another image, or a start by a person, who may want it again";
        }
    }

    /// Records that an execution took back what it had delivered of an artifact.
    void withdraw(String pipeline, Artifact artifact, ExecutionId by, Instant at);

    /// Whether the execution took anything back.
    boolean hasWithdrawn(ExecutionId execution);

    /// Forgets that these were withdrawn: somebody wanted them all the same, and they were kept.
    void forget(String pipeline, List<Artifact> artifacts);

    /// The first of these that is withdrawn.
    Optional<Withdrawn> find(String pipeline, List<Artifact> artifacts);
}
