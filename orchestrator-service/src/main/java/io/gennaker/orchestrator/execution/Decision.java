package io.gennaker.orchestrator.execution;

import java.util.List;

/// The answer to one input: where the execution stands now and what is to be done about it.
public record Decision(ExecutionState next, List<Effect> effects) {
    public Decision {
        effects = List.copyOf(effects);
    }

    /// Whether the input changed nothing: late, repeated or unknown.
    public boolean ignored(ExecutionState before) {
        return effects.isEmpty() && next.equals(before);
    }
}
