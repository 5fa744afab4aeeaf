package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a question to people.
public sealed interface JudgementEvent extends OperationEvent {
    Instant at();

    /// The question stands and can be answered.
    record Opened(
            ExecutionId executionId,
            OperationId operationId,
            String pipeline,
            @Nullable String requester,
            JudgementSpec spec,
            Instant expiresAt,
            Instant at)
            implements JudgementEvent {}

    /// A valid answer was added to the record.
    record DecisionRecorded(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            Decision decision,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at)
            implements JudgementEvent {}

    /// An answer changed nothing.
    record DecisionRefused(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            DecisionRefusal refusal,
            String reason,
            Actor by,
            Instant at)
            implements JudgementEvent {}

    /// The judgement ended.
    ///
    /// @param decision what the end means for the execution, also after an expiry
    /// @param decidedBy those whose answers decided; empty after an expiry
    record Concluded(
            ExecutionId executionId,
            OperationId operationId,
            JudgementOutcome outcome,
            Decision decision,
            List<String> decidedBy,
            @Nullable String comment,
            Instant at)
            implements JudgementEvent {
        public Concluded {
            decidedBy = List.copyOf(decidedBy);
        }
    }

    /// The question was withdrawn before it was answered.
    record Cancelled(ExecutionId executionId, OperationId operationId, Instant at) implements JudgementEvent {}
}
