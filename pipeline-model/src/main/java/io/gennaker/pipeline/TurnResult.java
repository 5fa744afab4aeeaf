package io.gennaker.pipeline;

import io.gennaker.pipeline.plan.StepAction;
import java.util.Map;

/// What a step is when its turn comes.
public sealed interface TurnResult {
    /// Someone is to be asked for it. Never deferred.
    record Ready(StepAction action) implements TurnResult {}

    /// Nobody needs to be asked: it has ended well.
    record Over(Map<String, String> outputs) implements TurnResult {
        public Over {
            outputs = Map.copyOf(outputs);
        }
    }

    /// It cannot begin, or has ended badly.
    record Failed(String reason) implements TurnResult {}
}
