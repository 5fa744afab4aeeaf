package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;

/// A call whose end is told by a callback.
///
/// @param ended whether somebody told the end
public record Callback(ExecutionId executionId, OperationId operationId, CallWebhook task, boolean ended) {}
