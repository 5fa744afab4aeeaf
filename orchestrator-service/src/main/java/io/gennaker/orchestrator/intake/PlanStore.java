package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;
import java.util.Optional;

/// Plans by their digest; written once, never changed.
public interface PlanStore {
    void put(Digest digest, Plan plan);

    /// @throws java.util.NoSuchElementException without one
    Plan get(Digest digest);

    /// The plans of a pipeline's last executions, the newest first, each once.
    List<Plan> latest(String pipeline, int most);

    /// The plan of the last execution of a pipeline that succeeded and took nothing back: what is meant to run.
    Optional<Plan> lastSucceeded(String pipeline);
}
