package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a definition as it is handed in, and again when it is stored: then rules that came since do not count. Pure.
public interface Reading {
    Outcome read(DefinitionCommand.Apply command);

    /// Makes the pipelines of one version of a template.
    Maker maker(DefinitionVersion template);

    /// Names of the pipelines that the stages of one that is stored run; none of one that cannot be read.
    Set<String> runs(DefinitionVersion pipeline);

    /// Whose a definition is; empty when it cannot be read.
    Optional<Belonging> belonging(String fileName, String document);

    /// @param application null for what belongs to none
    record Belonging(@Nullable String application) {}

    /// A freeze that is stored. Nobody knows what one holds that cannot be read: it holds everything, and says so.
    FreezeDefinition freeze(DefinitionVersion version);

    @FunctionalInterface
    interface Maker {
        /// What the template makes of a pipeline that names it.
        Made make(DefinitionVersion pipeline, TemplatedPipeline.Reference reference);
    }

    /// The application that a pipeline that is stored delivers; empty when it cannot be read.
    Optional<String> application(DefinitionVersion pipeline);

    /// Whether the routes of a pipeline that is stored are given back what they were when it is removed; not those of
    /// one that cannot be read.
    boolean restoresRoutes(DefinitionVersion pipeline);

    sealed interface Outcome {}

    /// @param version to be put in force
    record Plain(DefinitionVersion version) implements Outcome {}

    /// @param runs names of the pipelines that its stages run
    record Pipeline(DefinitionVersion version, Concurrency concurrency, Set<String> runs) implements Outcome, Made {
        public Pipeline {
            runs = Set.copyOf(runs);
        }
    }

    /// @param version not expanded yet
    record Templated(DefinitionVersion version, TemplatedPipeline.Reference reference) implements Outcome {}

    /// A template that is right by itself.
    record Template(DefinitionVersion version) implements Outcome {}

    /// @param problems all of them, each with its place
    record Invalid(List<String> problems) implements Outcome, Made {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /// What came of a template and a pipeline.
    sealed interface Made permits Pipeline, Invalid {}
}
