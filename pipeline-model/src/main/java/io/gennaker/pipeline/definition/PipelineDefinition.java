package io.gennaker.pipeline.definition;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.expression.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A pipeline as its users wrote it: checked, defaults filled in, expressions not evaluated yet.
///
/// @param application what the pipeline delivers; the pipeline's name when not given
/// @param artifacts images
/// @param fetched files from outside
/// @param timeout of a whole execution
/// @param variables readable by all stages; their texts may hold expressions
/// @param stages in the order written
/// @param restoresRoutes whether its routes are given back what they were when the pipeline is removed
public record PipelineDefinition(
        String name,
        String application,
        @Nullable String description,
        List<Parameter> parameters,
        List<ExpectedArtifact> artifacts,
        List<ExpectedFile> fetched,
        List<Trigger> triggers,
        Concurrency concurrency,
        Duration timeout,
        Map<String, Value> variables,
        List<Stage> stages,
        boolean restoresRoutes)
        implements Definition {
    /// Stages of a pipeline, at most; of one that names a template, those that come out.
    public static final int MOST_STAGES = 1_000;

    public PipelineDefinition {
        parameters = List.copyOf(parameters);
        artifacts = List.copyOf(artifacts);
        fetched = List.copyOf(fetched);
        triggers = List.copyOf(triggers);
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        stages = List.copyOf(stages);
    }

    @Override
    public DefinitionKind kind() {
        return DefinitionKind.PIPELINE;
    }

    /// Paths of the files beside the definition that it names, relative to its own.
    public SortedSet<String> files() {
        var files = new TreeSet<String>();
        stages.forEach(stage -> {
            stage.files().stream().filter(path -> !ExpectedFile.isPath(path)).forEach(files::add);
            stage.canaryConfigs().forEach(config -> files.add(config.file()));
        });
        fetched.stream().map(ExpectedFile::standard).filter(Objects::nonNull).forEach(files::add);
        return Collections.unmodifiableSortedSet(files);
    }
}
