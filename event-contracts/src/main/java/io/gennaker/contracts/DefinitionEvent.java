package io.gennaker.contracts;

import java.time.Instant;
import java.util.Map;

/// The definitions in force. The topic is compacted: its newest record per key is the whole truth.
public sealed interface DefinitionEvent extends Message {
    DefinitionKind kind();

    String name();

    @Override
    default String key() {
        return kind().word() + "/" + name();
    }

    /// A definition was stored and is live.
    ///
    /// @param digest of document and files together: the identity of this version
    /// @param files digest of each file's content
    record Applied(
            DefinitionKind kind,
            String name,
            Digest digest,
            String fileName,
            String document,
            Map<String, Digest> files,
            Actor by,
            Instant at)
            implements DefinitionEvent {
        public Applied {
            files = Map.copyOf(files);
        }
    }

    /// A definition is no longer in force.
    record Removed(DefinitionKind kind, String name, Actor by, Instant at) implements DefinitionEvent {}
}
