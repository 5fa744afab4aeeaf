package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import java.util.List;

/// What an execution has recorded so far.
///
/// @param digest of all moves, inputs and events, in their order
/// @param stages what was made known of its stages, from the beginning
public record Recording(Digest digest, List<ExecutionEvent.StageChanged> stages) {
    public Recording {
        stages = List.copyOf(stages);
    }
}
