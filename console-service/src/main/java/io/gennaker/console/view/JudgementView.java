package io.gennaker.console.view;

import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question to people and what became of it.
///
/// @param id the operation id
/// @param spec null until the question itself has been seen
/// @param outcome null while it is open; also null when it was withdrawn
public record JudgementView(
        String id,
        String executionId,
        @Nullable String pipeline,
        @Nullable String requester,
        @Nullable JudgementSpec spec,
        @Nullable Instant openedAt,
        @Nullable Instant expiresAt,
        @Nullable JudgementOutcome outcome,
        @Nullable Decision decision,
        List<String> decidedBy,
        List<AnswerView> answers,
        boolean withdrawn,
        @Nullable Instant endedAt) {
    public JudgementView {
        decidedBy = List.copyOf(decidedBy);
        answers = List.copyOf(answers);
    }

    /// One recorded answer.
    public record AnswerView(
            String user,
            Decision decision,
            Channel channel,
            @Nullable String comment,
            Instant at) {}

    static JudgementView unknown(String id, String executionId) {
        return new JudgementView(
                id, executionId, null, null, null, null, null, null, null, List.of(), List.of(), false, null);
    }

    /// Whether it waits for an answer.
    public boolean open() {
        return openedAt != null && endedAt == null;
    }
}
