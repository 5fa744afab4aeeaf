package io.gennaker.deployer.task;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a task stands; recorded before each step, so that another replica begins at that step.
public sealed interface TaskState {
    Step step();

    /// On its way to the goal.
    ///
    /// @param since when the step was first begun; a wait that was interrupted goes on from there
    /// @param outputs what earlier steps found
    record Working(Step step, Instant since, Map<String, String> outputs) implements TaskState {
        public Working {
            outputs = Map.copyOf(outputs);
        }

        Working with(Map<String, String> more) {
            var all = new LinkedHashMap<>(outputs);
            all.putAll(more);
            return new Working(step, since, all);
        }
    }

    /// The ending is decided; this step only cleans up before it is told.
    record Closing(Step step, Ending ending) implements TaskState {}
}
