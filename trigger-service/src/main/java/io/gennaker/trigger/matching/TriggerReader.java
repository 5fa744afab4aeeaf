package io.gennaker.trigger.matching;

import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.util.List;
import java.util.stream.Stream;

/// Reads the triggers out of a stored definition.
public final class TriggerReader {
    private TriggerReader() {}

    /// The freeze of a document.
    ///
    /// @throws UnreadableDefinition when it cannot be read
    public static FreezeDefinition freezeOf(String fileName, String document) throws UnreadableDefinition {
        return switch (Definitions.stored(fileName, document)) {
            case ReadResult.Read read ->
                (FreezeDefinition) read.documents().getFirst().definition();
            case ReadResult.Invalid invalid -> throw new UnreadableDefinition(invalid.problems());
        };
    }

    /// The triggers of a document; none when it is no pipeline.
    ///
    /// @throws UnreadableDefinition when it cannot be read; the orchestrator could, so it is of another version
    public static List<PipelineTrigger> triggersOf(String fileName, String document) throws UnreadableDefinition {
        return switch (Definitions.stored(fileName, document)) {
            case ReadResult.Read read ->
                read.documents().stream()
                        .flatMap(one -> switch (one.definition()) {
                            case PipelineDefinition pipeline -> PipelineTrigger.of(pipeline).stream();
                            // A pipeline that names a template is stored as the template makes it.
                            case TemplatedPipeline _,
                                    TemplateDefinition _,
                                    ClusterDefinition _,
                                    FreezeDefinition _,
                                    NotificationRule _ -> Stream.<PipelineTrigger>empty();
                        })
                        .toList();
            case ReadResult.Invalid invalid -> throw new UnreadableDefinition(invalid.problems());
        };
    }
}
