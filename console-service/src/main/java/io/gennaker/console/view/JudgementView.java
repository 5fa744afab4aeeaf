package io.gennaker.console.view;

import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question to people and what became of it.
///
/// @param id the operation id
/// @param spec null until the question itself has been seen
/// @param outcome null while it is open; also null when it was withdrawn
/// @param answers those that stand: not taken back
/// @param history all that was done about it, in order; absent in views of before there was one
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
        @Nullable Instant endedAt,
        @Nullable List<HistoryView> history) {
    public JudgementView {
        decidedBy = List.copyOf(decidedBy);
        answers = List.copyOf(answers);
        history = history == null || history.isEmpty() ? null : List.copyOf(history);
    }

    /// One recorded answer.
    ///
    /// @param onBehalfOf who handed their right on to this person
    public record AnswerView(
            String user,
            Decision decision,
            Channel channel,
            @Nullable String comment,
            Instant at,
            @Nullable String requestId,
            @Nullable FilledForm form,
            @Nullable String onBehalfOf) {
        /// Given twice, it is recorded once more under its second request.
        boolean isSame(AnswerView other) {
            return user.equals(other.user) && at.equals(other.at);
        }
    }

    static JudgementView unknown(String id, String executionId) {
        return new JudgementView(
                id, executionId, null, null, null, null, null, null, null, List.of(), List.of(), false, null, null);
    }

    /// Whether it waits for an answer.
    public boolean open() {
        return openedAt != null && endedAt == null;
    }

    JudgementView asked(JudgementEvent.Opened opened) {
        return new JudgementView(
                id,
                executionId,
                opened.pipeline(),
                opened.requester(),
                opened.spec(),
                opened.at(),
                opened.expiresAt(),
                outcome,
                decision,
                decidedBy,
                answers,
                withdrawn,
                endedAt,
                history);
    }

    JudgementView answered(List<AnswerView> standing) {
        return with(outcome, decision, decidedBy, standing, withdrawn, endedAt, history);
    }

    /// What is told a second time is there once.
    JudgementView told(HistoryView entry) {
        List<HistoryView> before = history == null ? List.of() : history;
        return before.contains(entry)
                ? this
                : with(
                        outcome,
                        decision,
                        decidedBy,
                        answers,
                        withdrawn,
                        endedAt,
                        Stream.concat(before.stream(), Stream.of(entry)).toList());
    }

    JudgementView concluded(JudgementEvent.Concluded end) {
        return with(end.outcome(), end.decision(), end.decidedBy(), answers, false, end.at(), history);
    }

    JudgementView withdrawn(Instant at) {
        return with(null, null, decidedBy, answers, true, at, history);
    }

    private JudgementView with(
            @Nullable JudgementOutcome nextOutcome,
            @Nullable Decision nextDecision,
            List<String> deciders,
            List<AnswerView> standing,
            boolean gone,
            @Nullable Instant end,
            @Nullable List<HistoryView> entries) {
        return new JudgementView(
                id,
                executionId,
                pipeline,
                requester,
                spec,
                openedAt,
                expiresAt,
                nextOutcome,
                nextDecision,
                deciders,
                standing,
                gone,
                end,
                entries);
    }
}
