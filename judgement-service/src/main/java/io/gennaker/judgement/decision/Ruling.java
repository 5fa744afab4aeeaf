package io.gennaker.judgement.decision;

import io.gennaker.contracts.DecisionRefusal;

/// What an answer does to a judgement.
public sealed interface Ruling {
    /// The answer is added, and may have concluded the judgement.
    record Accepted(Judgement next) implements Ruling {}

    /// The same was answered before: nothing changes.
    record Repeated(Answer first) implements Ruling {}

    /// The answer changes nothing.
    record Refused(DecisionRefusal refusal, String reason) implements Ruling {}
}
