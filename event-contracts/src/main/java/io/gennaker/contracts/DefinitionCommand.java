package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks the orchestrator to store or remove a definition, or to move a channel of a template.
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
    /// @param channel of a template that gets this version; null for `next`, and for other kinds
    /// @param source marks definitions that are applied together; null for none
    record Apply(
            DefinitionKind kind,
            String name,
            String fileName,
            String document,
            Map<String, CompressedText> files,
            Actor by,
            Instant at,
            @Nullable TemplateChannel channel,
            @Nullable String source)
            implements DefinitionCommand {
        public Apply {
            Check.text("definition name", name, 60);
            Check.text("file name", fileName, 300);
            Check.text("document", document, 200_000);
            files = Map.copyOf(files);
            if (source != null) {
                Check.text("source", source, 100);
            }
        }

        /// Of no source, a template on `next`.
        public Apply(
                DefinitionKind kind,
                String name,
                String fileName,
                String document,
                Map<String, CompressedText> files,
                Actor by,
                Instant at) {
            this(kind, name, fileName, document, files, by, at, null, null);
        }
    }

    /// Removes a definition; executions that run keep their plan.
    record Remove(DefinitionKind kind, String name, Actor by, Instant at) implements DefinitionCommand {
        public Remove {
            Check.text("definition name", name, 60);
        }
    }

    /// Moves a channel of a template to a version: for all of its pipelines, or for a part of them.
    ///
    /// @param name of the template
    /// @param digest of the version
    /// @param percent of the channel's pipelines that have the version after this; 0: only those that are named
    /// @param pipelines patterns of names that come along anyway: `*` is any characters, `?` one
    record Promote(
            String name,
            TemplateChannel channel,
            Digest digest,
            int percent,
            List<String> pipelines,
            Actor by,
            Instant at)
            implements DefinitionCommand {
        public Promote {
            Check.text("definition name", name, 60);
            Check.between("percent", percent, 0, 100);
            pipelines = List.copyOf(pipelines);
        }

        @Override
        public DefinitionKind kind() {
            return DefinitionKind.PIPELINE_TEMPLATE;
        }
    }
}
