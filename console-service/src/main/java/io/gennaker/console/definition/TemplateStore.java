package io.gennaker.console.definition;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.Written;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Versions of templates, their channels, and the pipelines that they made. What is read while a transaction runs
/// belongs to it.
public interface TemplateStore {
    /// Keeps what an event says of templates.
    void store(DefinitionEvent event);

    /// Keeps texts of files by their digest.
    void keep(Collection<String> texts);

    /// A definition in force, with those of its files that were handed in here.
    Optional<Written> written(DefinitionKind kind, String name);

    Optional<Written> version(String template, String digest);

    /// The oldest first.
    List<Version> versions(String template);

    List<ChannelState> channels(String template);

    /// The newest first.
    List<Move> moves(String template, int limit);

    /// Pipelines that a template made; of every template when the name is null.
    List<Use> uses(@Nullable String template);

    /// Of a pipeline that a template made.
    Optional<Use> use(String pipeline);

    record Version(String digest, String fileName, String by, Instant at) {}

    /// @param incoming version that a part of the pipelines has already; null when no wave is under way
    record ChannelState(
            String channel, String digest, @Nullable String incoming) {
        /// The version that all shall have in the end.
        public String wanted() {
            return incoming == null ? digest : incoming;
        }
    }

    record Move(
            String channel,
            String digest,
            @Nullable String incoming,
            int percent,
            List<String> pipelines,
            int moved,
            String by,
            Instant at) {
        public Move {
            pipelines = List.copyOf(pipelines);
        }
    }

    /// @param channel null when the pipeline names the version itself
    /// @param digest of the template's version
    /// @param expanded what the template made of it
    record Use(
            String template,
            String pipeline,
            @Nullable String application,
            @Nullable String channel,
            String digest,
            String expanded,
            Written written) {}
}
