package io.gennaker.orchestrator.intake;

import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.Input;
import java.util.Optional;

/// One move of an execution as it was recorded.
public interface RecordedMove {
    long sequence();

    Input input();

    /// Where what is decided now differs from what was decided then; empty where it does not.
    Optional<String> difference(Decision now);
}
