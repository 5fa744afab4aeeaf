package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Identity of one execution of a pipeline.
///
/// Derived from the pipeline and an idempotency key, so that the same cause asked for twice names the same execution.
/// Readable by people: the pipeline's name and twelve hexadecimal digits.
public record ExecutionId(@JsonValue String value) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ExecutionId {
        Check.matching("execution id", value, ALLOWED);
    }

    /// The execution of `pipeline` that `idempotencyKey` (for example source and message id of a trigger) asks for.
    public static ExecutionId of(String pipeline, String idempotencyKey) {
        return new ExecutionId(pipeline + "-"
                + Digest.of(pipeline + "\n" + idempotencyKey).hex().substring(0, 12));
    }

    /// A short name of this execution's revision, safe in Kubernetes names, labels and Istio subsets: ten hexadecimal
    /// digits.
    public String revision() {
        return Digest.of(value).hex().substring(0, 10);
    }

    @Override
    public String toString() {
        return value;
    }
}
