package io.gennaker.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asks the judgement service.
public sealed interface JudgementCommand extends Message {
    ExecutionId executionId();

    OperationId operationId();

    @Override
    default String key() {
        return executionId().value();
    }

    /// Puts a question to people. The operation id is the judgement's identity.
    ///
    /// @param requester who triggered the execution, where a person did
    record Open(
            ExecutionId executionId,
            OperationId operationId,
            String pipeline,
            @Nullable String requester,
            JudgementSpec spec,
            Instant at)
            implements JudgementCommand {}

    /// Somebody answers.
    ///
    /// @param requestId identity of this answer: sent twice, it counts once
    record Decide(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            Decision decision,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at)
            implements JudgementCommand {
        public Decide {
            Check.text("request id", requestId, 200);
        }
    }

    /// The question no longer matters.
    record Cancel(ExecutionId executionId, OperationId operationId, String reason) implements JudgementCommand {}
}
