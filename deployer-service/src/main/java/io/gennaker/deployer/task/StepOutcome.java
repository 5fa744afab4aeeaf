package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import java.util.List;
import java.util.Map;

/// What came of a step, with what is to be recorded together with it.
///
/// @param reports sent when the next state is recorded
/// @param work written in the transaction that records the next state
record StepOutcome(Happening happening, List<DeploymentEvent> reports, Runnable work) {
    static StepOutcome of(Happening happening) {
        return new StepOutcome(happening, List.of(), () -> {});
    }

    static StepOutcome done(Map<String, String> outputs, String said) {
        return of(new Happening.Done(outputs, said));
    }
}
