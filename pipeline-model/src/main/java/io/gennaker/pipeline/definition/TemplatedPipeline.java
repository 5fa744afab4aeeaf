package io.gennaker.pipeline.definition;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.pipeline.expression.Value;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A pipeline that a template makes: what it says to the template.
///
/// @param variables values by name
/// @param insertions names of the points where it puts stages of its own
/// @param files paths of the manifests that it brings, relative to its file
public record TemplatedPipeline(
        String name,
        String application,
        @Nullable String description,
        Reference template,
        Map<String, Value> variables,
        SortedSet<String> insertions,
        SortedSet<String> files)
        implements Definition {
    public TemplatedPipeline {
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        insertions = Collections.unmodifiableSortedSet(new TreeSet<>(insertions));
        files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    }

    /// Which template, and which version of it.
    public sealed interface Reference {
        String name();

        /// The version that a channel has.
        record Followed(String name, TemplateChannel channel) implements Reference {}

        /// This one, whatever the channels have.
        record Pinned(String name, Digest digest) implements Reference {}
    }

    @Override
    public DefinitionKind kind() {
        return DefinitionKind.PIPELINE;
    }
}
