package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;
import java.util.function.Supplier;

/// Makes the plan of an execution. Pure: equal arguments give an equal plan.
@FunctionalInterface
public interface Planning {
    /// @param prior images of the pipeline's last execution that succeeded, by name; asked for only where one stands in
    Outcome plan(
            DefinitionVersion pipeline,
            List<DefinitionVersion> clusters,
            ExecutionCommand.Start command,
            Supplier<List<Artifact>> prior);

    sealed interface Outcome {}

    record Planned(Plan plan, Digest digest) implements Outcome {}

    /// @param problems all of them
    record Refused(List<String> problems) implements Outcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
