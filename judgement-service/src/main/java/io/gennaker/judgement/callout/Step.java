package io.gennaker.judgement.callout;

import io.gennaker.contracts.FailureCode;
import java.time.Duration;
import java.util.Map;

/// What is to be done next about a webhook.
public sealed interface Step {
    record Succeed(Map<String, String> outputs) implements Step {}

    record Fail(FailureCode code, String reason, Map<String, String> outputs) implements Step {}

    /// Make a request later.
    ///
    /// @param words for people
    record Later(Progress progress, Duration rest, String words) implements Step {}

    /// The call was taken; its end is told by a callback.
    ///
    /// @param status of the call's answer
    record AwaitCallback(int status) implements Step {}
}
