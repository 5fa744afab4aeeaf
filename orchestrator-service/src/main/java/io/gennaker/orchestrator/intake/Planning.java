package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.FileSource;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes the plan of an execution. Pure: equal arguments give an equal plan.
@FunctionalInterface
public interface Planning {
    Outcome plan(
            DefinitionVersion pipeline, List<DefinitionVersion> clusters, ExecutionCommand.Start command, Known known);

    /// @param prior plan of the pipeline's last execution that succeeded; asked for only where it may stand in
    /// @param files that were brought for the execution so far
    /// @param texts of files that some execution had
    record Known(Supplier<Optional<Plan>> prior, FileAnswers files, FileTexts texts) {}

    sealed interface Outcome {}

    record Planned(Plan plan, Digest digest) implements Outcome {}

    /// @param problems all of them
    record Refused(List<String> problems) implements Outcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// Files must be brought first.
    record Missing(List<Wanted> files) implements Outcome {
        public Missing {
            files = List.copyOf(files);
        }
    }

    /// A file to bring.
    record Wanted(String artifact, FileSource source) {}
}
