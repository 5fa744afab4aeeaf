package io.gennaker.console.view;

import io.gennaker.contracts.ExecutionProof;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What shows that executions were what they are said to have been.
public interface Proofs {
    /// Keeps it, and tells the watchers after commit. Of two about the same the later counts.
    void keep(ExecutionProof proof);

    /// The DSSE envelope of an execution that ended.
    Optional<String> envelope(String execution);

    Optional<ReplayResult> replay(String execution, String requestId);

    /// @param moves that were recorded and decided once more
    /// @param difference the first, where they are not the same
    record ReplayResult(int moves, boolean same, @Nullable String difference) {}
}
