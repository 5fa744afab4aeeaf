package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.orchestrator.admission.Concurrency;
import java.util.List;
import java.util.Optional;

/// Reads a definition as it is handed in. Pure.
@FunctionalInterface
public interface Reading {
    Outcome read(DefinitionCommand.Apply command);

    sealed interface Outcome {}

    /// @param version to be put in force
    /// @param concurrency limit of a pipeline; empty for other kinds
    record Valid(DefinitionVersion version, Optional<Concurrency> concurrency) implements Outcome {}

    /// @param problems all of them, each with its place
    record Invalid(List<String> problems) implements Outcome {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
