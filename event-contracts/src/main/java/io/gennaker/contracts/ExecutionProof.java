package io.gennaker.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What shows that an execution was what it is said to have been.
public sealed interface ExecutionProof extends Message {
    ExecutionId executionId();

    @Override
    default String key() {
        return executionId().value();
    }

    /// The execution ended, and its provenance was signed.
    ///
    /// @param keyId of the key that signed
    /// @param envelope a DSSE envelope around an in-toto statement
    record Attested(ExecutionId executionId, String keyId, CompressedText envelope, Instant at)
            implements ExecutionProof {
        public Attested {
            Check.text("key id", keyId, 200);
        }
    }

    /// What was recorded was decided once more.
    ///
    /// @param moves that were recorded and compared
    /// @param same whether every decision came out as recorded
    /// @param difference the first one, where they are not the same
    record Replayed(
            ExecutionId executionId,
            String requestId,
            int moves,
            boolean same,
            @Nullable String difference,
            Instant at) implements ExecutionProof {
        public Replayed {
            Check.text("request id", requestId, 200);
        }
    }
}
