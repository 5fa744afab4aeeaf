package io.gennaker.trigger.matching;

import io.gennaker.contracts.TriggerEvent;

/// Where all sources bring their facts.
public interface Intake {
    /// Takes a fact in, in a transaction of its own: when this returns, the fact is kept and what it starts is asked
    /// for. Asked twice with the same source and event id, it has an effect once.
    ///
    /// @throws RuntimeException when nothing was kept; the source must bring it again
    Taken take(TriggerEvent event);
}
