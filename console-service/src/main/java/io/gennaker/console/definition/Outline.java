package io.gennaker.console.definition;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a definition comes to, for whoever draws it.
///
/// @param stages of a pipeline, as its template makes them where it names one; none of other kinds
public record Outline(DefinitionKind kind, String name, List<StageLine> stages) {
    public Outline {
        stages = List.copyOf(stages);
    }

    /// @param needs ids of the stages before it
    /// @param when its condition, as written; null: it always runs
    /// @param repeated whether `forEach` makes several of it
    public record StageLine(
            String id,
            String kind,
            List<String> needs,
            @Nullable String when,
            boolean repeated) {
        public StageLine {
            needs = List.copyOf(needs);
        }

        static StageLine of(Stage stage) {
            return new StageLine(
                    stage.id(),
                    stage.kind(),
                    stage.frame().needs(),
                    stage.frame().when(),
                    stage.frame().forEach() != null);
        }
    }

    /// Of valid definitions; of those that are not: none.
    public static List<Outline> of(Submission submission, Submission.Templates templates) {
        return switch (Definitions.read(submission.fileName(), submission.document())) {
            case ReadResult.Invalid _ -> List.of();
            case ReadResult.Read(var documents) ->
                documents.stream()
                        .map(read -> of(
                                read.definition(),
                                new Written(submission.fileName(), read.text(), submission.files()),
                                templates))
                        .toList();
        };
    }

    private static Outline of(Definition definition, Written written, Submission.Templates templates) {
        List<Stage> stages =
                switch (definition) {
                    case PipelineDefinition pipeline -> pipeline.stages();
                    case TemplatedPipeline pipeline ->
                        templates
                                .find(pipeline)
                                .map(template -> template.expand(written))
                                .map(result -> result instanceof ExpansionResult.Expanded made
                                        ? made.definition().stages()
                                        : List.<Stage>of())
                                .orElse(List.of());
                    default -> List.of();
                };
        return new Outline(
                definition.kind(),
                definition.name(),
                stages.stream().map(StageLine::of).toList());
    }
}
