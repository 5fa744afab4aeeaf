package io.gennaker.pipeline.plan;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TriggerInfo;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one execution will do: definition, files, parameters, trigger and artifacts resolved into steps.
///
/// Immutable. Equal inputs give an equal plan on any machine, and so an equal digest.
///
/// @param definition digest of the pipeline's version
/// @param parameters values as text
/// @param timeout of the whole execution
/// @param parameterTypes how the text of each parameter is read; one that is not here is a string
/// @param template that made the pipeline; null: it was written without one
public record Plan(
        String pipeline,
        String application,
        Digest definition,
        TriggerInfo trigger,
        Map<String, String> parameters,
        List<Artifact> artifacts,
        Duration timeout,
        List<PlannedStage> stages,
        Map<String, ParameterType> parameterTypes,
        @Nullable TemplateVersion template) {
    public Plan {
        parameterTypes = Collections.unmodifiableMap(new TreeMap<>(parameterTypes));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        artifacts = List.copyOf(artifacts);
        stages = List.copyOf(stages);
    }

    /// A plan of a pipeline without template.
    public Plan(
            String pipeline,
            String application,
            Digest definition,
            TriggerInfo trigger,
            Map<String, String> parameters,
            List<Artifact> artifacts,
            Duration timeout,
            List<PlannedStage> stages,
            Map<String, ParameterType> parameterTypes) {
        this(pipeline, application, definition, trigger, parameters, artifacts, timeout, stages, parameterTypes, null);
    }

    /// A plan of a pipeline without template, whose parameters are all strings.
    public Plan(
            String pipeline,
            String application,
            Digest definition,
            TriggerInfo trigger,
            Map<String, String> parameters,
            List<Artifact> artifacts,
            Duration timeout,
            List<PlannedStage> stages) {
        this(pipeline, application, definition, trigger, parameters, artifacts, timeout, stages, Map.of());
    }

    /// The stage of an id.
    ///
    /// @throws NoSuchElementException without one
    public PlannedStage stage(String id) {
        return stages.stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
