package io.gennaker.pipeline.definition;

import io.gennaker.contracts.DefinitionKind;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A pipeline with blanks, which pipelines that name it fill in.
///
/// @param insertions names of the points where a pipeline may put stages of its own
/// @param files paths of the manifests that it brings, relative to its file
public record TemplateDefinition(
        String name,
        @Nullable String description,
        List<TemplateVariable> variables,
        SortedSet<String> insertions,
        SortedSet<String> files)
        implements Definition {
    public TemplateDefinition {
        variables = List.copyOf(variables);
        insertions = Collections.unmodifiableSortedSet(new TreeSet<>(insertions));
        files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    }

    @Override
    public DefinitionKind kind() {
        return DefinitionKind.PIPELINE_TEMPLATE;
    }
}
