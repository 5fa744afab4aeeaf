package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionId;
import java.time.Instant;
import java.util.List;

/// What deliveries took back again. The release that a pipeline's application is meant to run is the last one that was
/// delivered and not withdrawn. All methods act in the running transaction.
public interface Withdrawals {
    /// An image that is kept from a pipeline.
    sealed interface Withdrawn {
        String image();

        Instant at();

        /// Why it is not delivered, and what may be.
        String words();

        /// Nothing brings it back by itself; a person may.
        record TakenBack(String image, ExecutionId by, Instant at) implements Withdrawn {
            @Override
            public String words() {
                return image + " was taken back by execution " + by + " at " + at
                        + "; allowed is another image, or a start by a person, who may want it again";
            }
        }

        /// Nobody brings it back before it is reinstated.
        record ByPerson(String image, String user, String reason, Instant at) implements Withdrawn {
            @Override
            public String words() {
                return image + " was withdrawn by " + user + " at " + at + " (" + reason
                        + "); allowed is another image, or this one after 'gennaker images reinstate'";
            }
        }
    }

    /// Records that an execution took back what it had delivered of an artifact.
    ///
    /// @return whether nothing had withdrawn it before
    boolean withdraw(String pipeline, Artifact artifact, ExecutionId by, Instant at);

    /// Records that a person withdrew an image, also one that an execution took back.
    void withdraw(String pipeline, Withdrawn.ByPerson withdrawn);

    /// Forgets that an image was withdrawn.
    ///
    /// @return whether it was
    boolean reinstate(String pipeline, String image);

    /// Forgets that executions took these back: somebody wanted them all the same, and they were kept.
    ///
    /// @return those that were forgotten
    List<Artifact> forget(String pipeline, List<Artifact> artifacts);

    /// Those of these that are withdrawn.
    List<Withdrawn> find(String pipeline, List<Artifact> artifacts);
}
