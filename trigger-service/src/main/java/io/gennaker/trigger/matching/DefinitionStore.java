package io.gennaker.trigger.matching;

import io.gennaker.contracts.DefinitionEvent;
import java.util.List;

/// The service's copy of the definitions in force.
public interface DefinitionStore {
    /// The triggers of a pipeline by its definition in force; none where there is no such pipeline.
    List<PipelineTrigger> triggers(String pipeline);

    /// Takes a definition in, or out, as part of the caller's transaction.
    void store(DefinitionEvent event);
}
