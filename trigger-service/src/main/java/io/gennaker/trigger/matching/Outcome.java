package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionCommand;

/// What one event means for one trigger; kept, so that nobody has to guess why nothing started.
public sealed interface Outcome {
    String pipeline();

    String trigger();

    record Matched(String trigger, ExecutionCommand.Start start) implements Outcome {
        @Override
        public String pipeline() {
            return start.pipeline();
        }
    }

    /// @param condition what the trigger asks for
    /// @param found what the event has
    record NotMatched(String pipeline, String trigger, String condition, String found) implements Outcome {}
}
