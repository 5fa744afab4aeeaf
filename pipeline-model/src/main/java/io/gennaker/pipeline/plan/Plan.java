package io.gennaker.pipeline.plan;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FetchedFile;
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
/// @param files that were brought from outside; null: none
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
        @Nullable TemplateVersion template,
        @Nullable List<FetchedFile> files) {
    public Plan {
        parameterTypes = Collections.unmodifiableMap(new TreeMap<>(parameterTypes));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        artifacts = List.copyOf(artifacts);
        stages = List.copyOf(stages);
        files = files == null || files.isEmpty() ? null : List.copyOf(files);
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
        this(
                pipeline,
                application,
                definition,
                trigger,
                parameters,
                artifacts,
                timeout,
                stages,
                parameterTypes,
                null,
                null);
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

    /// Files that were brought from outside.
    public List<FetchedFile> filesOrNone() {
        return files == null ? List.of() : files;
    }

    /// This plan with other stages.
    public Plan with(List<PlannedStage> others) {
        return new Plan(
                pipeline,
                application,
                definition,
                trigger,
                parameters,
                artifacts,
                timeout,
                others,
                parameterTypes,
                template,
                files);
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
