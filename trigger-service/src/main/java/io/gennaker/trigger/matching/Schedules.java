package io.gennaker.trigger.matching;

import java.util.List;

/// The times at which pipelines start by themselves.
public interface Schedules {
    /// The schedules of a pipeline are those of these triggers from now on, as part of the caller's transaction.
    void replace(String pipeline, List<PipelineTrigger> triggers);
}
