package io.gennaker.console.definition;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.Written;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The versions of each definition that were in force, one after another. Bounded: the newest
/// [#MOST_VERSIONS] of a definition are kept.
public interface DefinitionHistory {
    int MOST_VERSIONS = 500;

    /// Adds what an event brings; nothing when it brings what is in force already.
    ///
    /// @param application that it belongs to; null for what belongs to none, and for what was removed
    void store(DefinitionEvent event, @Nullable String application);

    /// The newest first. Of a definition that never was: none.
    List<StoredVersion> versions(DefinitionKind kind, String name);

    Optional<StoredDefinition> version(DefinitionKind kind, String name, long number);

    /// @param number grows with time; unique among all definitions
    /// @param digest null: the definition was removed
    /// @param template that made a pipeline, and `templateDigest`, its version; null for all others
    record StoredVersion(
            long number,
            @Nullable String digest,
            @Nullable String template,
            @Nullable String templateDigest,
            @Nullable String application,
            String by,
            Instant at) {}

    /// @param written null: the definition was removed
    /// @param expanded what the template made; null where there is none
    record StoredDefinition(
            StoredVersion version,
            @Nullable Written written,
            @Nullable String expanded) {}
}
