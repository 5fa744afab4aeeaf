package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which names expressions may use, by the place where they stand.
public final class Scopes {
    private Scopes() {}

    /// Variables of the pipeline: everything that is fixed before them.
    public static Scope ofPipeline(
            List<Parameter> parameters, List<ExpectedArtifact> images, List<ExpectedFile> files) {
        return new Scope(Map.of(
                "parameters",
                known(parameters.stream().map(Parameter::name).toList()),
                "trigger",
                Scope.Fields.of(List.of("kind", "source", "user", "attributes")),
                "artifacts",
                artifacts(images, files),
                "pipeline",
                Scope.Fields.of(List.of("name", "application"))));
    }

    private static Scope.Fields artifacts(List<ExpectedArtifact> images, List<ExpectedFile> files) {
        var fields = new TreeMap<String, Scope.Fields>();
        images.forEach(
                image -> fields.put(image.name(), Scope.Fields.of(List.of("image", "repository", "tag", "digest"))));
        files.forEach(file -> fields.put(file.name(), Scope.Fields.of(fields(file))));
        return fields.containsKey(DefinitionReader.UNREAD) ? Scope.Fields.OPEN : new Scope.Fields.Known(fields);
    }

    private static List<String> fields(ExpectedFile file) {
        return switch (file.place()) {
            case ExpectedFile.InGit _ -> List.of("repository", "path", "ref", "commit", "digest");
            case ExpectedFile.AtUrl _ -> List.of("url", "digest");
        };
    }

    /// Where a name could not be read, whoever uses it is not told that it does not exist.
    private static Scope.Fields known(List<String> names) {
        return names.contains(DefinitionReader.UNREAD) ? Scope.Fields.OPEN : Scope.Fields.of(names);
    }

    /// Values of a stage, and its manifests: the variables too.
    public static Scope withVariables(Scope outer, Collection<String> variables) {
        return outer.with("variables", Scope.Fields.of(variables));
    }

    /// Manifests of a stage.
    public static Scope ofManifests(PipelineDefinition pipeline, Stage stage) {
        var variables = new TreeSet<>(pipeline.variables().keySet());
        variables.addAll(stage.frame().variables().keySet());
        if (stage.frame().forEach() != null) {
            variables.add(stage.frame().forEach().variable());
        }
        return withVariables(ofPipeline(pipeline.parameters(), pipeline.artifacts(), pipeline.fetched()), variables);
    }
}
