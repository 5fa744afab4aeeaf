package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

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

    /// The try before this one; empty for the first, and where the id says nothing of tries.
    public Optional<OperationId> attemptBefore() {
        int slash = value.lastIndexOf('/');
        String attempt = value.substring(slash + 1);
        return attempt.matches("[1-9]\\d{0,8}") && !attempt.equals("1")
                ? Optional.of(new OperationId(value.substring(0, slash + 1) + (Integer.parseInt(attempt) - 1)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
