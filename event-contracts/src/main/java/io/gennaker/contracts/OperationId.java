package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Identity of one attempt at one step of an execution; the key under which services make long work idempotent.
public record OperationId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OperationId {
        Check.text("operation id", value, 250);
    }

    /// The `attempt`-th (from 1) try of `step` in `stage`.
    public static OperationId of(ExecutionId execution, String stage, String step, int attempt) {
        return new OperationId(execution + "/" + stage + "/" + step + "/" + attempt);
    }

    @Override
    public String toString() {
        return value;
    }
}
