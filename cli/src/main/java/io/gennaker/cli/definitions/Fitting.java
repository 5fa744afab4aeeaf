package io.gennaker.cli.definitions;

import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import io.gennaker.pipeline.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pipelines and the templates that lie beside them.
public final class Fitting {
    private final Map<String, PipelineTemplate> templates = new HashMap<>();

    public Fitting(List<Handed> all) {
        all.stream()
                .filter(handed -> handed.definition() instanceof TemplateDefinition)
                .forEach(handed -> templates.put(handed.definition().name(), PipelineTemplate.of(handed.written())));
    }

    /// What the template beside it makes of a pipeline; empty when the template, or the version that the pipeline
    /// names, is not there.
    public Optional<ExpansionResult> expand(Handed handed, TemplatedPipeline pipeline) {
        return Optional.ofNullable(templates.get(pipeline.template().name()))
                .filter(template -> isMeant(template, pipeline.template()))
                .map(template -> template.expand(handed.written()));
    }

    private static boolean isMeant(PipelineTemplate template, TemplatedPipeline.Reference reference) {
        return switch (reference) {
            case TemplatedPipeline.Reference.Followed _ -> true;
            case TemplatedPipeline.Reference.Pinned pinned -> pinned.digest().equals(template.digest());
        };
    }

    /// What does not fit, of all whose template is there.
    public List<Problem> problems(List<Handed> all) {
        return all.stream()
                .filter(handed -> handed.definition() instanceof TemplatedPipeline)
                .flatMap(handed -> expand(handed, (TemplatedPipeline) handed.definition()).stream())
                .flatMap(result -> switch (result) {
                    case ExpansionResult.Expanded _ -> List.<Problem>of().stream();
                    case ExpansionResult.Invalid(var problems) -> problems.stream();
                })
                .toList();
    }
}
