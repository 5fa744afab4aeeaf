package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.TriggerInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an execution came about.
///
/// @param trigger of a rerun: who asked for it and why, where the plan has what started the first
/// @param notGiven images of the plan that were not given with the start, by name; null: the plan is to stay as it is
public record Origin(
        TriggerInfo trigger, Instant acceptedAt, @Nullable List<String> notGiven) {
    public Origin {
        notGiven = notGiven == null ? null : List.copyOf(notGiven);
    }

    /// Of an execution whose plan is to stay as it is.
    public Origin(TriggerInfo trigger, Instant acceptedAt) {
        this(trigger, acceptedAt, null);
    }

    /// Kind of the trigger of an execution that a person asked for.
    static final String MANUAL = "manual";
    /// Kind of the trigger of an execution that runs an earlier one's plan: its source is that execution.
    static final String RERUN = "rerun";
    /// Kind of the trigger of an execution that gives routes back what they were: its source is the pipeline.
    static final String RESTORE_ROUTES = "restoreRoutes";
    /// Attribute of such triggers.
    static final String REASON = "reason";
}
