package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One version of a definition.
///
/// @param digest of document and files: its identity
/// @param files contents by the path that the document uses
/// @param appliedBy who put it in force
/// @param source marks definitions that are applied together; null for none
/// @param expansion what a pipeline that names a template comes to; null for all others
public record DefinitionVersion(
        DefinitionKind kind,
        String name,
        Digest digest,
        String fileName,
        String document,
        Map<String, String> files,
        String appliedBy,
        Instant appliedAt,
        @Nullable String source,
        @Nullable Expansion expansion) {
    public DefinitionVersion {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /// Of no source and no template.
    public DefinitionVersion(
            DefinitionKind kind,
            String name,
            Digest digest,
            String fileName,
            String document,
            Map<String, String> files,
            String appliedBy,
            Instant appliedAt) {
        this(kind, name, digest, fileName, document, files, appliedBy, appliedAt, null, null);
    }

    public DefinitionVersion with(Expansion made) {
        return new DefinitionVersion(kind, name, digest, fileName, document, files, appliedBy, appliedAt, source, made);
    }

    /// What a template made of a pipeline.
    ///
    /// @param digest of the template's version
    /// @param channel that the pipeline follows; null when it names the version itself
    /// @param document the pipeline without a template
    /// @param files contents by the path that this document uses
    public record Expansion(
            String template,
            Digest digest,
            @Nullable TemplateChannel channel,
            String document,
            Map<String, String> files) {
        public Expansion {
            files = Collections.unmodifiableMap(new TreeMap<>(files));
        }
    }
}
