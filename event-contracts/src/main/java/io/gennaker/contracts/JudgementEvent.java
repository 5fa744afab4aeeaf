package io.gennaker.contracts;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    ///
    /// @param form what was chosen and put in, defaults included; absent: nothing
    /// @param onBehalfOf who handed their right on to whoever answers; absent: answered in their own right
    record DecisionRecorded(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            Decision decision,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at,
            @Nullable FilledForm form,
            @Nullable String onBehalfOf)
            implements JudgementEvent {
        /// A plain answer in one's own right.
        public DecisionRecorded(
                ExecutionId executionId,
                OperationId operationId,
                String requestId,
                Decision decision,
                Actor by,
                Channel channel,
                @Nullable String comment,
                Instant at) {
            this(executionId, operationId, requestId, decision, by, channel, comment, at, null, null);
        }
    }

    /// Somebody took back their answer, or the right they had handed on.
    ///
    /// @param revoked the request that is taken back
    record Revoked(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            String revoked,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at)
            implements JudgementEvent {
        public Revoked {
            Check.text("revoked request", revoked, 200);
        }
    }

    /// Somebody handed their right to decide on.
    record Delegated(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            String to,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at)
            implements JudgementEvent {
        public Delegated {
            Check.text("delegate", to, 200);
        }
    }

    /// Somebody remarked something.
    record Commented(
            ExecutionId executionId,
            OperationId operationId,
            String requestId,
            String text,
            Actor by,
            Channel channel,
            Instant at)
            implements JudgementEvent {}

    /// The question is still open, and its reminder went out.
    ///
    /// @param reminder its place in the question's list, from 1
    record Reminded(ExecutionId executionId, OperationId operationId, int reminder, Instant at)
            implements JudgementEvent {
        public Reminded {
            Check.between("reminder", reminder, 1, 100);
        }
    }

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
    /// @param outputs what was chosen and put in, for later stages: by name, as outputs; absent: nothing
    record Concluded(
            ExecutionId executionId,
            OperationId operationId,
            JudgementOutcome outcome,
            Decision decision,
            List<String> decidedBy,
            @Nullable String comment,
            Instant at,
            @Nullable Map<String, String> outputs)
            implements JudgementEvent {
        public Concluded {
            decidedBy = List.copyOf(decidedBy);
            outputs = outputs == null || outputs.isEmpty() ? null : Collections.unmodifiableMap(new TreeMap<>(outputs));
        }

        /// The end of a plain question.
        public Concluded(
                ExecutionId executionId,
                OperationId operationId,
                JudgementOutcome outcome,
                Decision decision,
                List<String> decidedBy,
                @Nullable String comment,
                Instant at) {
            this(executionId, operationId, outcome, decision, decidedBy, comment, at, null);
        }

        public Map<String, String> outputsOrNone() {
            return outputs == null ? Map.of() : outputs;
        }
    }

    /// The question was withdrawn before it was answered.
    record Cancelled(ExecutionId executionId, OperationId operationId, Instant at) implements JudgementEvent {}
}
