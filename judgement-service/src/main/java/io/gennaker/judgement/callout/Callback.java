package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import org.jspecify.annotations.Nullable;

/// A call whose end is told by a callback.
///
/// @param status of the call's answer; null before it
/// @param unwanted whether a cancel was asked for while the call was made
/// @param ended whether somebody told the end
public record Callback(
        ExecutionId executionId,
        OperationId operationId,
        CallWebhook task,
        @Nullable Integer status,
        boolean unwanted,
        boolean ended) {}
