package io.gennaker.contracts;

import java.time.Instant;

/// What verdicts rest on.
public sealed interface EvidenceEvent extends Message {
    ExecutionId executionId();

    @Override
    default String key() {
        return executionId().value();
    }

    /// The report of an analysis that has ended: every number that was judged, enough to draw it.
    ///
    /// @param cluster by name
    /// @param workload name of the release's workload
    /// @param report the JSON of `canary-analysis`' report; readers take what they know and pass over the rest
    record Reported(
            ExecutionId executionId,
            OperationId operationId,
            String cluster,
            String namespace,
            String workload,
            Verdict verdict,
            double score,
            CompressedText report,
            Instant at)
            implements EvidenceEvent {
        public Reported {
            Check.text("cluster", cluster, 60);
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
            Check.between("score", score, 0.0, 100.0);
        }
    }
}
