package io.gennaker.trigger.matching;

import java.util.List;

/// The times at which pipelines start by themselves.
public interface Schedules {
    /// The schedules of a pipeline are those of these triggers from now on, as part of the caller's transaction.
    /// One that stays as it was keeps its next time, also where that is due and has not come yet.
    ///
    /// @param before the triggers that were in force until now
    void replace(String pipeline, List<PipelineTrigger> before, List<PipelineTrigger> triggers);
}
