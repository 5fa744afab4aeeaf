package io.gennaker.pipeline;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.plan.TemplateVersion;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.template.Expansion;
import io.gennaker.pipeline.template.Folders;
import io.gennaker.pipeline.yaml.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// One version of a template: makes pipelines.
///
/// Pure: the same version and the same pipeline as written give the same document on any machine.
public final class PipelineTemplate {
    private final Written written;
    private final YamlFile file;
    private final TemplateDefinition definition;
    private final TemplateVersion version;

    private PipelineTemplate(Written written, TemplateDefinition definition) {
        this.written = written;
        this.file = YamlFile.parse(written.fileName(), written.document());
        this.definition = definition;
        this.version = new TemplateVersion(definition.name(), written.digest());
    }

    /// A template that was read without problems, now or when it was stored.
    ///
    /// @throws IllegalArgumentException when the document holds something else
    public static PipelineTemplate of(Written written) {
        if (Definitions.stored(written.fileName(), written.document()) instanceof ReadResult.Read(var documents)
                && documents.size() == 1
                && documents.getFirst().definition() instanceof TemplateDefinition template) {
            return new PipelineTemplate(written, template);
        }
        throw new IllegalArgumentException(written.fileName() + " holds no valid template");
    }

    public TemplateVersion version() {
        return version;
    }

    public Digest digest() {
        return version.digest();
    }

    /// What is wrong with the template, seen without a pipeline: its examples stand in for values, every conditional
    /// stage is in, no pipeline puts stages of its own, and files beside the pipeline are not there yet.
    public List<Problem> check() {
        return switch (expand(Expansion.sample(definition, file), Map.of(), Folders::isOfPipeline)) {
            case ExpansionResult.Expanded _ -> List.of();
            case ExpansionResult.Invalid(var problems) -> problems;
        };
    }

    /// The pipeline that this template makes of one that names it.
    ///
    /// @param pipeline read without problems before
    public ExpansionResult expand(Written pipeline) {
        var pipelineFile = YamlFile.parse(pipeline.fileName(), pipeline.document());
        return expand(Expansion.of(definition, file, pipelineFile), pipeline.files(), _ -> false);
    }

    /// @param unknown files in which nothing can be wrong yet
    private ExpansionResult expand(Expansion expansion, Map<String, String> ownFiles, Predicate<String> unknown) {
        if (!expansion.problems().isEmpty()) {
            return new ExpansionResult.Invalid(expansion.problems());
        }
        String document = expansion.document();
        return switch (Definitions.read(Expansion.EXPANDED, document)) {
            case ReadResult.Invalid(var problems) -> new ExpansionResult.Invalid(expansion.located(problems));
            case ReadResult.Read(var documents) ->
                checked(
                        expansion,
                        document,
                        (PipelineDefinition) documents.getFirst().definition(),
                        Folders.joined(written.files(), ownFiles),
                        unknown);
        };
    }

    private ExpansionResult checked(
            Expansion expansion,
            String document,
            PipelineDefinition pipeline,
            Map<String, String> all,
            Predicate<String> unknown) {
        var files = new TreeMap<>(all);
        files.keySet().retainAll(pipeline.files());
        List<Problem> problems = Definitions.check(pipeline, all).stream()
                .filter(problem -> !unknown.test(problem.file()))
                .toList();
        return problems.isEmpty()
                ? new ExpansionResult.Expanded(pipeline, document, files, version)
                : new ExpansionResult.Invalid(expansion.located(problems));
    }
}
