package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;

/// Asks a component itself whether it does its work. A probe answers within a few seconds and never throws.
@FunctionalInterface
interface Probe {
    Readiness check();

    /// Ready when both are; asks the second only then.
    default Probe and(Probe second) {
        return () -> switch (check()) {
            case Ready _ -> second.check();
            case NotYet notYet -> notYet;
        };
    }
}
