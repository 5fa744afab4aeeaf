package io.gennaker.contracts;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of a call to a system outside.
public sealed interface CalloutEvent extends OperationEvent {
    Instant at();

    /// Where the operation stands, in words for people.
    record Progressed(ExecutionId executionId, OperationId operationId, String message, Instant at)
            implements CalloutEvent {}

    /// The call was taken, and what it began ended well.
    ///
    /// @param outputs facts that later stages may read
    record Succeeded(ExecutionId executionId, OperationId operationId, Map<String, String> outputs, Instant at)
            implements CalloutEvent {
        public Succeeded {
            outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
        }
    }

    /// A file was brought.
    ///
    /// @param commit that a file of Git is of
    /// @param etag that the server gave to it
    /// @param digest of its bytes in UTF-8
    record Fetched(
            ExecutionId executionId,
            OperationId operationId,
            @Nullable String commit,
            @Nullable String etag,
            Digest digest,
            CompressedText content,
            Instant at)
            implements CalloutEvent {}

    /// The call was not taken, or what it began ended badly.
    record Failed(
            ExecutionId executionId,
            OperationId operationId,
            FailureCode code,
            String reason,
            Map<String, String> outputs,
            Instant at)
            implements CalloutEvent {
        public Failed {
            outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
        }
    }

    /// The operation ended early because it was asked to.
    record Cancelled(ExecutionId executionId, OperationId operationId, Instant at) implements CalloutEvent {}
}
