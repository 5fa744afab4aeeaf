package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The definitions in force. The topic is compacted: its newest record per key is the whole truth.
public sealed interface DefinitionEvent extends Message {
    DefinitionKind kind();

    String name();

    @Override
    default String key() {
        return kind().word() + "/" + name();
    }

    /// A definition was stored and is live. Of a template: its newest version, which its channels may not have yet.
    ///
    /// @param digest of document and files together: the identity of this version
    /// @param files digest of each file's content
    /// @param source marks definitions that are applied together; null for none
    /// @param expansion what a pipeline that names a template comes to; null for all others
    record Applied(
            DefinitionKind kind,
            String name,
            Digest digest,
            String fileName,
            String document,
            Map<String, Digest> files,
            Actor by,
            Instant at,
            @Nullable String source,
            @Nullable TemplateExpansion expansion)
            implements DefinitionEvent {
        public Applied {
            files = Map.copyOf(files);
        }

        /// Of no source and no template.
        public Applied(
                DefinitionKind kind,
                String name,
                Digest digest,
                String fileName,
                String document,
                Map<String, Digest> files,
                Actor by,
                Instant at) {
            this(kind, name, digest, fileName, document, files, by, at, null, null);
        }

        /// The document that is in force: as written, or as its template makes it.
        public String documentInForce() {
            return expansion == null ? document : expansion.document().text();
        }
    }

    /// A definition is no longer in force.
    record Removed(DefinitionKind kind, String name, Actor by, Instant at) implements DefinitionEvent {}

    /// A channel of a template was moved. The pipelines that came along were applied before, each with an event.
    ///
    /// @param name of the template
    /// @param digest the version that pipelines on the channel have
    /// @param incoming the version that a part of them has already; null when no wave is under way
    /// @param percent as asked for
    /// @param pipelines patterns of names as asked for
    /// @param moved how many pipelines came along
    record ChannelMoved(
            String name,
            TemplateChannel channel,
            Digest digest,
            @Nullable Digest incoming,
            int percent,
            List<String> pipelines,
            int moved,
            Actor by,
            Instant at)
            implements DefinitionEvent {
        public ChannelMoved {
            pipelines = List.copyOf(pipelines);
        }

        @Override
        public DefinitionKind kind() {
            return DefinitionKind.PIPELINE_TEMPLATE;
        }

        @Override
        public String key() {
            return kind().word() + "/" + name + "/" + channel.word();
        }
    }
}
