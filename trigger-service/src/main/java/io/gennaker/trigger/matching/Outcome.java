package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionCommand;

/// What one event means for one trigger; kept, so that nobody has to guess why nothing started.
sealed interface Outcome {
    PipelineTrigger trigger();

    /// @param start its images may still lack their digests
    record Matched(PipelineTrigger trigger, ExecutionCommand.Start start) implements Outcome {}

    record NotMatched(PipelineTrigger trigger, Mismatch why) implements Outcome {}
}
