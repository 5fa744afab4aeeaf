package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.plan.Plan;

/// Plans by their digest; written once, never changed.
public interface PlanStore {
    void put(Digest digest, Plan plan);

    /// @throws java.util.NoSuchElementException without one
    Plan get(Digest digest);
}
