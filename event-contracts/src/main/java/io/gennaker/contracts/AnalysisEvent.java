package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the analysis service found.
public sealed interface AnalysisEvent extends OperationEvent {
    Instant at();

    /// Where the operation stands, in words for people.
    ///
    /// @param score of the data so far; null where nothing was judged
    record Progressed(
            ExecutionId executionId,
            OperationId operationId,
            String message,
            @Nullable Double score,
            Instant at) implements AnalysisEvent {
        public Progressed {
            if (score != null) {
                Check.between("score", score, 0.0, 100.0);
            }
        }
    }

    /// The data plane follows the weights.
    record TrafficConfirmed(
            ExecutionId executionId, OperationId operationId, TrafficSplit expected, ObservedSplit observed, Instant at)
            implements AnalysisEvent {}

    /// Too few requests told whether the data plane follows the weights, and the asker goes on without knowing.
    ///
    /// @param reason with the numbers
    record TrafficUnconfirmed(
            ExecutionId executionId,
            OperationId operationId,
            TrafficSplit expected,
            ObservedSplit observed,
            String reason,
            Instant at)
            implements AnalysisEvent {}

    /// An analysis ended with a verdict.
    ///
    /// @param score 0 to 100
    /// @param reasons why, with numbers; never empty
    /// @param from begin of the window of data
    /// @param to end of the window of data
    record Completed(
            ExecutionId executionId,
            OperationId operationId,
            Verdict verdict,
            double score,
            List<String> reasons,
            List<MetricResult> metrics,
            Instant from,
            Instant to,
            Instant at)
            implements AnalysisEvent {
        public Completed {
            Check.between("score", score, 0.0, 100.0);
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("reasons is empty; a verdict needs at least one");
            }
            metrics = List.copyOf(metrics);
        }
    }

    /// The operation ended without an answer: no verdict, or shares that never matched.
    record Failed(ExecutionId executionId, OperationId operationId, FailureCode code, String reason, Instant at)
            implements AnalysisEvent {}

    /// The operation ended early because it was asked to.
    record Cancelled(ExecutionId executionId, OperationId operationId, Instant at) implements AnalysisEvent {}
}
