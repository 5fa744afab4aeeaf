package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;

/// Makes the plan of an execution. Pure: equal arguments give an equal plan.
@FunctionalInterface
public interface Planning {
    Outcome plan(DefinitionVersion pipeline, List<DefinitionVersion> clusters, ExecutionCommand.Start command);

    sealed interface Outcome {}

    record Planned(Plan plan, Digest digest) implements Outcome {}

    /// @param problems all of them
    record Refused(List<String> problems) implements Outcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
