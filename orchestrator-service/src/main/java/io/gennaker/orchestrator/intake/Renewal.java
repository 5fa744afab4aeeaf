package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.plan.Plan;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks, when the turn of one that waited has come, whether its plan is still the one to run.
@FunctionalInterface
public interface Renewal {
    /// It always is.
    Renewal NONE = (waiting, plan, meant) -> new Stays();

    /// @param meant what the last execution did that succeeded; asked for only where something is taken over of it
    Outcome of(StoredExecution waiting, Plan plan, Supplier<Optional<Plan>> meant);

    sealed interface Outcome {}

    record Stays() implements Outcome {}

    /// @param origin of the execution, as before
    record Anew(Plan plan, Digest digest, Origin origin) implements Outcome {}

    /// The plan is not to be run, and there is no other.
    record Outdated(String reason) implements Outcome {}
}
