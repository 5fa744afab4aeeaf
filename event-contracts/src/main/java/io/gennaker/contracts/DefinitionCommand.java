package io.gennaker.contracts;

import java.time.Instant;
import java.util.Map;

/// Asks the orchestrator to store or remove a definition.
public sealed interface DefinitionCommand extends Message {
    DefinitionKind kind();

    String name();

    @Override
    default String key() {
        return kind().word() + "/" + name();
    }

    /// Stores a definition with the files it names.
    ///
    /// @param document the definition as written, one YAML document
    /// @param fileName name of the document, for error messages
    /// @param files manifests beside the document, by the relative path that the document uses
    record Apply(
            DefinitionKind kind,
            String name,
            String fileName,
            String document,
            Map<String, CompressedText> files,
            Actor by,
            Instant at)
            implements DefinitionCommand {
        public Apply {
            Check.text("definition name", name, 60);
            Check.text("file name", fileName, 300);
            Check.text("document", document, 200_000);
            files = Map.copyOf(files);
        }
    }

    /// Removes a definition; executions that run keep their plan.
    record Remove(DefinitionKind kind, String name, Actor by, Instant at) implements DefinitionCommand {
        public Remove {
            Check.text("definition name", name, 60);
        }
    }
}
