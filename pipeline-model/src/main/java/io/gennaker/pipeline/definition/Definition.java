package io.gennaker.pipeline.definition;

import io.gennaker.contracts.DefinitionKind;

/// One document that users write.
public sealed interface Definition
        permits PipelineDefinition,
                TemplatedPipeline,
                ClusterDefinition,
                TemplateDefinition,
                FreezeDefinition,
                NotificationRule {
    /// Unique among the definitions of its kind.
    String name();

    DefinitionKind kind();
}
