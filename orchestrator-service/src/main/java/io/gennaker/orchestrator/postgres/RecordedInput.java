package io.gennaker.orchestrator.postgres;

import io.gennaker.orchestrator.execution.Input;

/// One recorded move: what came in, and the events it gave as JSON.
public record RecordedInput(long sequence, Input input, String events) {}
