package io.gennaker.trigger.matching;

import io.gennaker.contracts.DefinitionEvent;

/// The service's copy of the definitions in force.
public interface DefinitionStore {
    /// Takes a definition in, or out, as part of the caller's transaction.
    void store(DefinitionEvent event);
}
