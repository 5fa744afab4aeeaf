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
    /// @param application in which one must be a judge to answer; null: in any
    record Open(
            ExecutionId executionId,
            OperationId operationId,
            String pipeline,
            @Nullable String requester,
            JudgementSpec spec,
            Instant at,
            @Nullable String application)
            implements JudgementCommand {}

    /// Somebody answers.
    ///
    /// @param requestId identity of this answer: sent twice, it counts once
    /// @param form what was chosen and put in; absent: nothing
    record Decide(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            Decision decision,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at,
            @Nullable FilledForm form)
            implements JudgementCommand {
        public Decide {
            Check.text("request id", requestId, 200);
        }

        /// A plain answer: yes or no.
        public Decide(
                ExecutionId executionId,
                OperationId operationId,
                String requestId,
                Decision decision,
                Actor by,
                Channel channel,
                @Nullable String comment,
                Instant at) {
            this(executionId, operationId, requestId, decision, by, channel, comment, at, null);
        }
    }

    /// Somebody takes back their answer, or else the right they handed on.
    ///
    /// @param requestId identity of this act: sent twice, it counts once
    record Revoke(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at)
            implements JudgementCommand {
        public Revoke {
            Check.text("request id", requestId, 200);
        }
    }

    /// Somebody who may decide hands that on to another person.
    ///
    /// @param requestId identity of this act: sent twice, it counts once
    /// @param to the person's name
    record Delegate(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            String to,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at)
            implements JudgementCommand {
        public Delegate {
            Check.text("request id", requestId, 200);
            Check.text("delegate", to, 200);
        }
    }

    /// Somebody remarks something, and decides nothing.
    ///
    /// @param requestId identity of this act: sent twice, it counts once
    record Comment(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            String text,
            Actor by,
            Channel channel,
            Instant at)
            implements JudgementCommand {
        public Comment {
            Check.text("request id", requestId, 200);
            Check.text("comment", text, 4_000);
        }
    }

    /// The question no longer matters.
    record Cancel(ExecutionId executionId, OperationId operationId, String reason) implements JudgementCommand {}
}
