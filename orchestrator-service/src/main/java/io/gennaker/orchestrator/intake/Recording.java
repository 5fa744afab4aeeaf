package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.StageStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an execution has recorded so far.
///
/// @param digest of all moves, inputs and events, in their order
/// @param stages what was made known of its stages, from the beginning
public record Recording(Digest digest, List<StageChange> stages) {
    public Recording {
        stages = List.copyOf(stages);
    }

    /// What [ExecutionEvent.StageChanged] says of a stage, by the same names.
    public record StageChange(
            String stage, StageStatus status, @Nullable String reason, Map<String, String> outputs) {
        public StageChange {
            outputs = Map.copyOf(outputs);
        }

        public static StageChange of(ExecutionEvent.StageChanged event) {
            return new StageChange(event.stage(), event.status(), event.reason(), event.outputs());
        }
    }
}
