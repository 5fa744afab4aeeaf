package io.gennaker.judgement.decision;

import io.gennaker.contracts.DecisionRefusal;

/// What an act does to a judgement.
public sealed interface Ruling {
    /// The act is added, and may have concluded the judgement.
    ///
    /// @param act as it is recorded
    record Accepted(Judgement next, Act act) implements Ruling {}

    /// The same was done before: nothing changes.
    record Repeated(Act first) implements Ruling {}

    /// The act changes nothing.
    record Refused(DecisionRefusal refusal, String reason) implements Ruling {}
}
