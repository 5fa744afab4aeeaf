package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.ExecutionId;
import org.jspecify.annotations.Nullable;

/// Something to tell people.
///
/// @param id the same one is told once
/// @param stage that it is about, where it is about one
/// @param occasion why it is told by a rule; null where a stage tells it
/// @param attempts tries in all
public record Notice(
        String id,
        ExecutionId executionId,
        @Nullable String stage,
        @Nullable String occasion,
        SendNotice what,
        int attempts) {}
